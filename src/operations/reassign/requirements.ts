/** What would do harm, found before anything moves, and what does for a while. Pure but for the question of min.insync.replicas. */
import type { ConfigResource, DescribedConfigs } from '../../kafka/admin/configs.ts';
import type { LogDir } from '../../kafka/admin/log-dirs.ts';
import { formatBytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import type { BrokerShare, Move } from './moves.ts';

/** A full disk takes a broker down, with all that it leads. Brokers before 3.3 do not tell what is free. */
export function requireFreeDisk(brokers: readonly BrokerShare[], dirs: readonly LogDir[]): void {
  for (const { broker, bytesIn } of brokers) {
    const free = dirs.filter(({ node, usableBytes }) => node === broker && usableBytes >= 0);
    if (bytesIn === 0 || free.length === 0) continue;
    const usable = free.reduce((sum, { usableBytes }) => sum + usableBytes, 0);
    if (bytesIn < usable) continue;
    throw new Failure(`broker ${broker} would get ${formatBytes(bytesIn)} and has ${formatBytes(usable)} left`, {
      code: 'REFUSED',
      where: `broker ${broker}`,
      advice: ['--brokers, without that one', 'shorten the retention of large topics first'],
    });
  }
}

/** With fewer replicas than min.insync.replicas no producer with acks=all could write again. */
export async function requireMinIsr(moves: readonly Move[], describe: Describe): Promise<void> {
  const fewer = moves.filter(({ before, after }) => after.length < before.length);
  for (const { name, minIsr } of await minIsrOf(fewer, describe)) {
    const replicas = Math.min(...fewer.filter(({ topic }) => topic === name).map(({ after }) => after.length));
    if (replicas >= minIsr) continue;
    throw new Failure(
      `${name} demands ${minIsr} replicas in sync and would have ${replicas}: acks=all would be refused`,
      {
        code: 'REFUSED',
        where: `topic ${name}`,
        advice: `mq config alter --topic ${name} --set min.insync.replicas=${replicas}`,
      },
    );
  }
}

/** A topic that producers with acks=all cannot write to before the new replicas have arrived. */
export interface RefusedMeanwhile {
  readonly topic: string;
  readonly minInsyncReplicas: number;
  readonly replicas: number;
}

/** Replicas that are added count at once for min.insync.replicas, and are not in sync yet (Partition.effectiveMinIsr). */
export async function refusedMeanwhile(moves: readonly Move[], describe: Describe): Promise<RefusedMeanwhile[]> {
  const more = moves.filter(({ before, after }) => after.length > before.length);
  return (await minIsrOf(more, describe)).flatMap(({ name, minIsr }) => {
    const replicas = Math.min(...more.filter(({ topic }) => topic === name).map(({ before }) => before.length));
    return replicas < minIsr ? [{ topic: name, minInsyncReplicas: minIsr, replicas }] : [];
  });
}

type Describe = (topics: ConfigResource[]) => Promise<DescribedConfigs[]>;

async function minIsrOf(moves: readonly Move[], describe: Describe): Promise<{ name: string; minIsr: number }[]> {
  const topics = [...new Set(moves.map(({ topic }) => topic))];
  if (topics.length === 0) return [];
  const described = await describe(topics.map(name => ({ type: 'topic', name })));
  return described.map(({ name, configs }) => ({ name, minIsr: Number(configs[0]?.value ?? 1) }));
}
