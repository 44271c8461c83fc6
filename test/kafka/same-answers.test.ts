/**
 * The same requests to Apache Kafka and to the bundled broker, the same answers: for every served API in every served version a request
 * that is granted, one that is refused, one whose body breaks off, and the versions beside it. The rows are in test/kafka/answers, with the differences that are
 * meant to be in answers/differences.ts and what cannot be asked in answers/coverage.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows as served } from '../../src/broker/apis/index.ts';
import type { RunningBroker } from '../../src/broker/index.ts';
import type { AnyApi } from '../../src/protocol/api.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { includes, parseSpan } from '../../src/protocol/span.ts';
import { startTestBroker } from '../support/broker.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { comparable, type Difference, differencesOf, errorCodesIn } from '../support/same-answer.ts';
import { Wire } from '../support/wire.ts';
import { acls, withoutAuthorizer } from './answers/acls.ts';
import { describingTheQuorum, electing, reassigning, updatingFeatures } from './answers/admin.ts';
import { wrongBatches } from './answers/batches.ts';
import {
  configuringBrokers,
  configuringGroups,
  configuringMetrics,
  configuringOddly,
} from './answers/config-resources.ts';
import { configuring } from './answers/configs.ts';
import { matching, reconciling, stayingThemselves } from './answers/consumer-groups.ts';
import { type Exemption, NEVER_GRANTED, NEVER_REFUSED } from './answers/coverage.ts';
import { acceptedDifferences, NOT_OFFERED } from './answers/differences.ts';
import { grouping } from './answers/groups.ts';
import { belonging } from './answers/membership.ts';
import { migrating, takingOver } from './answers/migration.ts';
import { offering } from './answers/offered.ts';
import { quotas } from './answers/quotas.ts';
import { recordStructure } from './answers/record-structure.ts';
import { epochsAndDeletion, fetching, listingOffsets, producing, producingOnce } from './answers/records.ts';
import { scramCredentials } from './answers/scram.ts';
import { Side } from './answers/side.ts';
import type { Row, Subject } from './answers/subject.ts';
import {
  askingForMetadata,
  creating,
  deleting,
  describingTheCluster,
  pagesOfTopics,
  widening,
} from './answers/topics.ts';
import { hangingTransactions, writingInTransactions } from './answers/transactional-records.ts';
import { addingPartitions, endingTransactions, startingTransactions } from './answers/transactions.ts';

const subjects: readonly Subject[] = [
  creating,
  widening,
  askingForMetadata,
  pagesOfTopics,
  describingTheCluster,
  configuring,
  producing,
  producingOnce,
  wrongBatches,
  fetching,
  listingOffsets,
  epochsAndDeletion,
  grouping,
  belonging,
  reconciling,
  stayingThemselves,
  matching,
  migrating,
  takingOver,
  startingTransactions,
  addingPartitions,
  endingTransactions,
  writingInTransactions,
  hangingTransactions,
  withoutAuthorizer,
  quotas,
  scramCredentials,
  offering,
  acls,
  configuringOddly,
  configuringGroups,
  configuringMetrics,
  configuringBrokers,
  electing,
  reassigning,
  describingTheQuorum,
  updatingFeatures,
  ...recordStructure,
  deleting,
];

/** What test/support/kafka/properties.ts says to Apache Kafka. */
const AS_KAFKA = {
  'broker.rack': 'rack-1',
  'min.insync.replicas': '1',
  'default.replication.factor': '1',
  'offsets.topic.num.partitions': '10',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.num.partitions': '10',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'broker.session.timeout.ms': '4000',
  'broker.heartbeat.interval.ms': '1000',
  'num.network.threads': '2',
  'num.io.threads': '4',
};

let kafka: KafkaCluster;
let broker: RunningBroker;
let sides: Side[];

beforeAll(async () => {
  [kafka, broker] = await Promise.all([startKafka(), startTestBroker({ config: AS_KAFKA })]);
  sides = await Promise.all([kafka, broker].map(({ bootstrap }) => Side.of(bootstrap)));
  await Promise.all(sides.map(side => side.untilCoordinated()));
}, 60_000);
afterAll(async () => {
  for (const side of sides) side.close();
  await Promise.all([kafka.stop(), broker.stop()]);
});

const CONCURRENT_TRANSACTIONS = 51;
const isChanging = (api: AnyApi): boolean => CHANGING.has(api);
const CHANGING = new Set<AnyApi>([
  p.createTopics,
  p.deleteTopics,
  p.createPartitions,
  p.incrementalAlterConfigs,
  p.alterConfigs,
  p.updateFeatures,
  p.alterClientQuotas,
  p.alterUserScramCredentials,
  p.endTxn,
]);

const servedVersions = new Map(served.map(({ api, serves }) => [api.key, parseSpan(serves)]));
const servedPairs = [...served].flatMap(({ api }) => {
  const { min, max } = servedVersions.get(api.key)!;
  return Array.from({ length: max - min + 1 }, (_, i) => ({ api, version: min + i }));
});
const nameOf = (api: AnyApi, version: number): string => `${api.name} v${version}`;

/** Rows in several versions become one each. */
const expanded = (rows: readonly Row[]) =>
  rows.flatMap(row => {
    const [title, api, given] = row;
    const versions =
      given === 'each'
        ? servedPairs.filter(pair => pair.api.key === api.key).map(({ version }) => version)
        : [given].flat();
    return versions.map(version => ({ row, version, title: versions.length > 1 ? `${title} (v${version})` : title }));
  });

const granted = new Map<string, { subject: string; row: Row }>();
const refused = new Set<string>();
const seen = new Set<(typeof acceptedDifferences)[number]>();

describe.each(subjects.map(([subject, rows]) => ({ subject, rows })))('$subject', ({ subject, rows }) => {
  it.each(expanded(rows))('$title', async ({ row, version, title }) => {
    const api = row[1];
    const [theirs, ours] = await Promise.all(sides.map(side => side.ask(subject, row, version)));
    const isRefused = errorCodesIn(theirs).length > 0;
    if (isRefused) refused.add(nameOf(api, version));
    else granted.set(nameOf(api, version), { subject, row });
    const differences = differencesOf(comparable(offered(theirs)), comparable(ours)).filter(({ path }) => {
      const accepted = acceptedDifferences.find(({ at }) => at.test(`${subject} / ${title} / ${path}`));
      if (accepted) seen.add(accepted);
      return !accepted;
    });
    if (differences.length > 0) expect.fail(`\n${differences.map(told).join('\n')}`);
    // Kafka tells its brokers of changes, and partitions of the end of a transaction, after it has answered.
    const isEnding = errorCodesIn(theirs).includes(CONCURRENT_TRANSACTIONS);
    if (isEnding || (isChanging(api) && !isRefused)) await new Promise(resolve => setTimeout(resolve, 100));
  });
});

describe('of the answers', () => {
  const missing = (seenThem: { has(name: string): boolean }, exempt: readonly Exemption[]) =>
    servedPairs
      .filter(
        ({ api, version }) =>
          !exempt.some(row => row.api === api.name && includes(parseSpan(row.versions), version)) &&
          !seenThem.has(nameOf(api, version)),
      )
      .map(({ api, version }) => nameOf(api, version));

  it('every served version has a request that is granted', () => {
    expect(missing(granted, NEVER_GRANTED).join(', ')).toBe('');
  });

  it('every served version has a request that is refused', () => {
    expect(missing(refused, NEVER_REFUSED).join(', ')).toBe('');
  });

  it('every accepted difference is still there', () => {
    expect(acceptedDifferences.filter(row => !seen.has(row)).map(({ at }) => String(at))).toEqual([]);
  });
});

const told = ({ path, theirs, ours }: Difference): string =>
  `  ${path}: Kafka ${JSON.stringify(theirs)}, the broker ${JSON.stringify(ours)}`.slice(0, 600);

/** What Kafka's ApiVersions shows, without the APIs that the broker is not to offer. */
function offered(answer: unknown): unknown {
  if (!(typeof answer === 'object' && answer !== null && 'apiKeys' in answer)) return answer;
  const left = new Set(NOT_OFFERED.flatMap(({ keys }) => keys));
  return { ...answer, apiKeys: (answer.apiKeys as { apiKey: number }[]).filter(({ apiKey }) => !left.has(apiKey)) };
}

/** Whether each of the two answers its frame or closes the connection. */
const fates = (frames: readonly Buffer[]): Promise<string[]> =>
  Promise.all(
    sides.map(async ({ bootstrap }, i) => {
      const wire = await Wire.connect(bootstrap);
      wire.write(frames[i]!);
      const fate = await Promise.race([wire.closed.then(() => 'closed'), wire.nextFrame().then(() => 'answered')]);
      wire.close();
      return fate;
    }),
  );

describe('a request whose body breaks off', () => {
  it.each(servedPairs.map(({ api, version }) => [nameOf(api, version), version] as const))(
    '%s',
    async (name, version) => {
      const { subject, row } = granted.get(name) ?? {};
      if (!subject || !row) return; // listed in NEVER_GRANTED, or missing and told so above
      const whole = await Promise.all(sides.map(side => side.frameOf(subject, row, version)));
      const [theirs, ours] = await fates(whole.map(withoutLastByte));
      expect(ours).toBe(theirs);
    },
  );
});

describe('a version that is not served', () => {
  const beside = served.flatMap(({ api: { key, name } }) => {
    const { min, max } = servedVersions.get(key)!;
    return [min - 1, max + 1]
      .filter(version => version >= 0)
      .map(version => ({ name: `${name} v${version}`, key, version }));
  });

  it.each([...beside, { name: 'an API that is none', key: 999, version: 0 }])('$name', async ({ key, version }) => {
    const frame = Buffer.alloc(64);
    frame.writeInt32BE(frame.length - 4);
    frame.writeInt16BE(key, 4);
    frame.writeInt16BE(version, 6);
    const [theirs, ours] = await fates([frame, frame]);
    expect(ours).toBe(theirs);
  });
});

function withoutLastByte(frame: Buffer): Buffer {
  const cut = Buffer.from(frame.subarray(0, -1));
  cut.writeInt32BE(cut.length - 4);
  return cut;
}
