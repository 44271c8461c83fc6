/** A group that commits offsets which only grow: what is found is never behind an acknowledged commit. */
import type { Cluster } from '../../../src/kafka/index.ts';
import { offsetCommit, offsetFetch } from '../../../src/protocol/apis/index.ts';
import { type Load, StubbornWire } from './load.ts';

const GROUP = 'readers';
const TOPIC = 'read';

export class CommitsLoad implements Load {
  readonly topics = { [TOPIC]: 1 };
  progress = 0;
  private sent = 0;
  private acknowledged = 0;

  async run(_cluster: Cluster, bootstrap: string, stop: AbortSignal): Promise<void> {
    const wire = new StubbornWire(bootstrap);
    await wire.findCoordinator('group', GROUP);
    while (!stop.aborted) {
      this.sent++;
      const partitions = [{ partitionIndex: 0, committedOffset: this.sent, committedMetadata: 'x'.repeat(50) }];
      const { error } = await wire.untilTaken(
        offsetCommit,
        8,
        () => ({ groupId: GROUP, memberId: '', topics: [{ name: TOPIC, partitions }] }),
        ({ topics }) => topics[0]!.partitions[0]!.errorCode,
      );
      if (error !== 0) throw new Error(`a commit was answered with error ${error}`);
      this.acknowledged = this.sent;
      this.progress++;
    }
    await wire.close();
  }

  async check(cluster: Cluster): Promise<string[]> {
    const request = { groups: [{ groupId: GROUP, topics: [{ name: TOPIC, partitionIndexes: [0] }] }] };
    const { groups } = await cluster.call(offsetFetch, request, { group: GROUP });
    const found = groups[0]?.topics[0]?.partitions[0]?.committedOffset ?? -1;
    const isRight = found >= this.acknowledged && found <= this.sent;
    return isRight ? [] : [`${GROUP}: committed is ${found}, acknowledged was ${this.acknowledged}`];
  }
}
