/** mq doctor, all rules, on 10,000 partitions and 1,000 groups of the bundled broker: whole processes, their time and their memory. */
import { once } from 'node:events';
import { join } from 'node:path';
import { type RunningBroker, startBroker } from '../src/broker/index.ts';
import { createTopics } from '../src/kafka/admin/topics.ts';
import { commitOffsets } from '../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../src/kafka/index.ts';
import { openProducer } from '../src/kafka/producer.ts';
import { bounded, portions } from '../src/lib/portions.ts';
import { BatchBuilder } from '../src/protocol/records/builder.ts';
import { kafkaHome } from '../test/support/kafka.ts';
import { compare, type Line } from './line.ts';
import { mqProgram } from './mq.ts';
import { residentMiB, run, start } from './processes.ts';
import { alternate } from './samples.ts';
import { scratch } from './scratch.ts';
import type { Stage } from './stage.ts';

const TOPICS = 1_000;
const PARTITIONS = 10;
/** Whose group has committed less than there is. */
const LAGGING_TOPICS = 100;
const HOUR_MS = 3_600_000;

const topicNames = Array.from({ length: TOPICS }, (_, at) => `topic-${at}`);

export async function doctorLines(stage: Stage): Promise<Line[]> {
  stage.note('doctor: 10,000 partitions and 1,000 groups');
  const broker = await largeBroker();
  const { bootstrap } = broker;
  try {
    const script = join(await kafkaHome(), 'bin/kafka-consumer-groups.sh');
    const all = ['--describe', '--all-groups', '--bootstrap-server', bootstrap];
    const { ours, theirs } = await alternate(stage.rounds, {
      ours: () => doctor(bootstrap),
      theirs: async () => (await run(script, all)).seconds,
    });
    const mq = ours.map(each => each.seconds);
    const peer = 'kafka-consumer-groups.sh --describe --all-groups';
    const memory = { mq: ours.map(each => each.peakMiB), peer: 'the gate', theirs: [300] };
    return [
      compare({ what: 'mq doctor', unit: 's', mq, peer, theirs, gate: { of: 'mq', atMost: 5 } }),
      compare({ what: '· memory', unit: 'MiB', ...memory, gate: { of: 'mq', atMost: 300 } }),
    ];
  } finally {
    await broker.stop();
  }
}

/** Starts twice: files of new logs stay open, those of a log found at a start do not, and descriptors are few in many places. */
export async function largeBroker(): Promise<RunningBroker> {
  const dataDir = join(scratch(), 'large');
  const half = TOPICS / 2;
  const first = await startBroker({ dataDir });
  await withCluster(first, cluster => create(cluster, topicNames.slice(0, half)));
  await first.stop();
  const broker = await startBroker({ dataDir });
  await withCluster(broker, async cluster => {
    await create(cluster, topicNames.slice(half));
    await fill(cluster);
  });
  return broker;
}

async function withCluster(broker: RunningBroker, use: (cluster: Cluster) => Promise<void>): Promise<void> {
  const cluster = await connect({ bootstrap: broker.bootstrap });
  await use(cluster);
  await cluster.close();
}

async function create(cluster: Cluster, names: readonly string[]): Promise<void> {
  const wanted = names.map(name => ({ name, partitions: PARTITIONS, replicationFactor: 1 }));
  for (const some of portions(wanted, 100)) await createTopics(cluster, some);
}

/** A group for each topic, all of them committed, some behind. */
async function fill(cluster: Cluster): Promise<void> {
  const producer = await openProducer(cluster);
  for (const topic of topicNames.slice(0, LAGGING_TOPICS))
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const builder = new BatchBuilder();
      for (let at = 0; at < 10; at++)
        builder.append({ key: null, value: Buffer.from('x'), timestampMs: Date.now() - HOUR_MS + at * 60_000 });
      producer.send(topic, partition, builder.build());
    }
  await producer.flush();
  await producer.close();
  await bounded(topicNames, 20, topic =>
    commitOffsets(
      cluster,
      `group-of-${topic}`,
      Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, offset: 0 })),
    ),
  );
}

/** The peak is looked at while it runs: nobody can be asked after the end. */
async function doctor(bootstrap: string): Promise<{ seconds: number; peakMiB: number }> {
  const startMs = performance.now();
  const argv = [mqProgram, 'doctor', '--bootstrap-server', bootstrap, '--fail-on', 'never', '--output', 'json'];
  const child = start(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peakMiB = 0;
  const look = setInterval(() => {
    try {
      peakMiB = residentMiB(child.pid!, 'peak');
    } catch {
      // it has just ended
    }
  }, 20);
  const [code] = await once(child, 'exit');
  clearInterval(look);
  if (code !== 0) throw new Error(`mq doctor ended with ${code}`);
  return { seconds: (performance.now() - startMs) / 1e3, peakMiB };
}
