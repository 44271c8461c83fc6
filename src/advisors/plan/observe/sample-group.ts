/** Tc as a group shows it while it lags; see group-rate.ts. Reads only. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { Failure } from '../../../lib/failure.ts';
import type { GroupRate } from './group-rate.ts';
import { type Watch, watchGroup } from './watch-group.ts';

export interface WatchedGroup extends GroupRate {
  readonly recordBytes: number;
  readonly consumerBytesPerSec: number;
}

/** Throws a Failure when the group does not lag in the topic during the whole window, for then its rate is that of the producers. */
export async function sampleGroup(cluster: Cluster, watch: Watch): Promise<WatchedGroup> {
  const { rate, recordBytes } = await watchGroup(cluster, watch);
  if (rate === undefined) throw noLag(watch);
  return { ...rate, recordBytes, consumerBytesPerSec: rate.consumerRecordsPerSec * recordBytes };
}

const noLag = ({ group, topic, seconds }: Watch): Failure =>
  new Failure(
    `Group ${group} did not both lag and commit in ${topic} for ${seconds} s: what its consumers can do does not show`,
    {
      code: 'NO_EVIDENCE',
      where: '--group',
      advice: [
        'try again while it lags',
        '--measure-seconds 30 when it commits rarely',
        '--consumer-rate 5MB/s when you know it',
      ],
    },
  );
