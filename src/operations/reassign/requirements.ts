/** What would do harm, found before anything moves. Pure but for the question of min.insync.replicas. */
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
export async function requireMinIsr(
  moves: readonly Move[],
  describe: (topics: ConfigResource[]) => Promise<DescribedConfigs[]>,
): Promise<void> {
  const fewer = moves.filter(({ before, after }) => after.length < before.length);
  const topics = [...new Set(fewer.map(({ topic }) => topic))];
  if (topics.length === 0) return;
  for (const { name, configs } of await describe(topics.map(name => ({ type: 'topic', name })))) {
    const minIsr = Number(configs[0]?.value ?? 1);
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
