/** Commits that are about to expire are saved as G12 advises, with Kafka's tool, and come back as it says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitOffsets } from '../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { startTestBroker } from '../support/broker.ts';
import { examineLive } from '../support/doctor.ts';
import { borrowKafka } from '../support/kafka/desk.ts';
import { ToolBox } from '../support/kafka/tool-box.ts';
import { newTopic, uniqueName } from '../support/live.ts';
import { joinMembers } from '../support/members.ts';
import { momentOf } from '../support/moments.ts';

const DAY_MS = 24 * 3_600_000;

describe.each(['the bundled broker', 'Apache Kafka'] as const)('G12 on %s', name => {
  const directory = mkdtempSync(join(tmpdir(), 'mq-commits-'));
  const group = uniqueName('nobody reads'); // a name that has to be quoted
  let broker: { bootstrap: string; stop?: () => Promise<void> };
  let cluster: Cluster;
  let tools: ToolBox;
  let topic: string;
  beforeAll(async () => {
    broker = name === 'Apache Kafka' ? await borrowKafka(1) : await startTestBroker();
    cluster = await connect({ bootstrap: broker.bootstrap });
    tools = await ToolBox.open();
    topic = await newTopic({ name, nodes: 1, bootstrap: broker.bootstrap }, 'saved', 2);
    const [member] = await joinMembers(broker.bootstrap, group, [{ owns: { [topic]: [0, 1] } }]);
    await member!.commit(topic, 0, 0);
    await member!.leave();
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await tools?.close();
    await cluster?.close();
    await broker?.stop?.();
  });

  /** 'kafka-consumer-groups.sh … > FILE', as a shell would do it. */
  async function type(command: string): Promise<string> {
    const [, line, file] = /^kafka-consumer-groups\.sh (.*?)(?: > (.*))?$/.exec(command)!;
    const words = (text: string) => [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    const said = await tools.output('consumer-groups', ['--bootstrap-server', broker.bootstrap, ...words(line!)]);
    const path = join(directory, words(file ?? 'said')[0]!);
    writeFileSync(path, said);
    return path;
  }

  it('saves them, and they come back', async () => {
    const longAgo = await momentOf(cluster, { topics: [topic], groups: [group] }, 6 * DAY_MS);
    const examined = async () => examineLive(broker, ['G12'], { groups: [group], given: { earlier: [longAgo] } });
    const [finding] = (await examined()).findings;
    expect(finding).toMatchObject({
      subject: { group },
      observed: 'empty for at least 6d, 86 % of offsets.retention.minutes (7d)',
    });
    const file = await type(finding!.fix[0]!.command!);
    const admin = new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const committed = async () =>
      (await admin.fetchOffsets({ groupId: group, topics: [topic] })).flatMap(({ partitions }) =>
        partitions.map(({ offset }) => offset),
      );
    const before = await committed();
    await admin.deleteGroups([group]);
    expect(await committed()).not.toEqual(before);
    await type(`kafka-consumer-groups.sh --group '${group}' --reset-offsets --from-file '${file}' --execute`);
    expect(await committed()).toEqual(before);
    await admin.disconnect();
    await commitOffsets(cluster, group, [{ topic, partition: 1, offset: 0 }]); // as a consumer would that is started again
    expect((await examined()).findings).toEqual([]);
  });
});
