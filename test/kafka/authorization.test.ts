/** The same requests to Apache Kafka and to the bundled broker, both with an authorizer: ACLs themselves, then what each API tells who may not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows as served } from '../../src/broker/apis/index.ts';
import type { RunningBroker } from '../../src/broker/index.ts';
import { createAcls, createTopics, deleteAcls } from '../../src/protocol/apis/index.ts';
import { parseSpan } from '../../src/protocol/span.ts';
import { startTestBroker } from '../support/broker.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { comparable, type Difference, differencesOf } from '../support/same-answer.ts';
import { acls } from './answers/acls.ts';
import { denied } from './answers/denied.ts';
import { readingInTheDark, readingInTheOpen } from './answers/denied-consumer-groups.ts';
import { deniedOthers, openingTransactions } from './answers/denied-others.ts';
import { closing, opening } from './answers/permissions.ts';
import { Side } from './answers/side.ts';
import type { Row } from './answers/subject.ts';

const config = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
  'super.users': 'User:admin',
  'min.insync.replicas': '1',
};

let kafka: KafkaCluster;
let broker: RunningBroker;
let sides: Side[];

beforeAll(async () => {
  [kafka, broker] = await Promise.all([
    startKafka({ config }),
    startTestBroker({ config: { ...config, 'broker.rack': 'rack-1' } }),
  ]);
  sides = await Promise.all([kafka, broker].map(({ bootstrap }) => Side.of(bootstrap)));
  await Promise.all(sides.map(side => side.untilCoordinated()));
}, 60_000);
afterAll(async () => {
  for (const { wire } of sides) wire.close();
  await Promise.all([kafka.stop(), broker.stop()]);
});

const changing = new Set<unknown>([createAcls, deleteAcls, createTopics]);

const expanded = (rows: readonly Row[]) =>
  rows.flatMap(row => {
    const [title, api, given] = row;
    const span = served.find(each => each.api.key === api.key)?.serves;
    if (span === undefined) return [];
    const { min, max } = parseSpan(span);
    const each = Array.from({ length: max - min + 1 }, (_, i) => min + i);
    return (given === 'each' ? each : [given].flat()).map(version => ({
      title: `${title} (v${version})`,
      row,
      version,
    }));
  });

describe.each(
  [acls, opening, openingTransactions, readingInTheOpen, closing, denied, deniedOthers, readingInTheDark].map(
    ([subject, rows]) => ({ subject, rows }),
  ),
)('$subject', ({ subject, rows }) => {
  it.each(expanded(rows))('$title', async ({ row, version }) => {
    const [theirs, ours] = await Promise.all(sides.map(side => side.ask(subject, row, version)));
    const differences = differencesOf(comparable(theirs), comparable(ours)).map(told);
    if (differences.length > 0) expect.fail(differences.join('\n'));
    if (changing.has(row[1])) await new Promise(resolve => setTimeout(resolve, 100));
  });
});

const told = ({ path, theirs, ours }: Difference): string =>
  `${path}: Kafka ${JSON.stringify(theirs)}, the broker ${JSON.stringify(ours)}`.slice(0, 600);
