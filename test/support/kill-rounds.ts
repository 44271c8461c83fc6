/**
 * The promises of the broker, tried by force: loads of several kinds run without pause while its process is killed (SIGKILL) and started again on
 * the same directory, round after round, and compaction runs all the time. What the page cache holds survives the death of a process, so nothing
 * that was acknowledged may be missing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopics } from '../../src/kafka/admin/topics.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { startBrokerProcess } from './broker-process.ts';
import { CommitsLoad } from './kill/commits-load.ts';
import { LatestLoad } from './kill/latest-load.ts';
import type { Load } from './kill/load.ts';
import { RecordsLoad } from './kill/records-load.ts';
import { TransactionsLoad } from './kill/transactions-load.ts';
import { seededRandom } from './random.ts';

export interface KillReport {
  /** Of the idempotent producers. */
  acknowledged: number;
  found: number;
  /** What each load got acknowledged. */
  progress: number[];
  /** What is wrong, in words; nothing when the promises were kept. */
  violations: string[];
}

/** Kills the broker `rounds` times under load, then reads everything back. `onDead` may look at the directory between death and return. */
export async function killRounds(
  dataDir: string,
  rounds: number,
  seed: number,
  onDead: (round: number) => void = () => {},
): Promise<KillReport> {
  const random = seededRandom(seed);
  const config = {
    'log.roll.ms': '100', // many files, many places to tear
    'log.index.interval.bytes': '512',
    'log.cleaner.backoff.ms': '20',
    'log.segment.delete.delay.ms': '200',
    'log.flush.offset.checkpoint.interval.ms': '500', // else every start reads all that was written since the first
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.num.partitions': '3',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
  };
  const records = new RecordsLoad(random);
  const transactions = [1, 2].map(version => new TransactionsLoad(`ledger-${version}`, version as 1 | 2, random));
  const loads: Load[] = [records, new LatestLoad(random), new CommitsLoad(), ...transactions];
  let broker = await startBrokerProcess({ dataDir, port: 0, config });
  const { bootstrap } = broker;
  const port = Number(bootstrap.split(':').at(-1));
  const cluster = await connect({ bootstrap, requestTimeoutMs: 5_000, retry: { maxBackoffMs: 50 } });
  const stop = new AbortController();
  try {
    await makeTopics(cluster, loads);
    const running = Promise.all(loads.map(load => load.run(cluster, bootstrap, stop.signal)));
    for (let round = 0; round < rounds; round++) {
      const before = loads.map(({ progress }) => progress);
      const isMoving = () =>
        loads.every(({ progress }, i) => progress > before[i]! + 2) && records.progress > before[0]! + 100;
      while (!isMoving()) await Promise.race([sleep(2), running]); // a failed load ends the waiting
      await sleep(random.below(50));
      await broker.kill();
      onDead(round);
      broker = await startBrokerProcess({ dataDir, port, config });
    }
    stop.abort();
    await running;
    const violations: string[] = [];
    for (const load of loads) violations.push(...(await load.check(cluster)));
    const progress = loads.map(load => load.progress);
    return { acknowledged: records.progress, found: records.found, progress, violations };
  } finally {
    stop.abort();
    await cluster.close();
    await broker.kill();
  }
}

async function makeTopics(cluster: Cluster, loads: readonly Load[]): Promise<void> {
  const topics = loads.flatMap(({ topics: wanted, configs }) =>
    Object.entries(wanted).map(([name, partitions]) => ({ name, partitions, configs: configs?.[name] })),
  );
  await createTopics(cluster, topics);
}
