/** What groups have committed. Collected before the ends of the partitions, which only grow: no lag comes out negative. */
import { committedOffsetsAt } from '../../../kafka/group-batches.ts';
import { bounded, portions } from '../../../lib/portions.ts';
import type { Collector } from './collection.ts';

const GROUPS_PER_REQUEST = 100;
const REQUESTS_AT_A_TIME = 4;

export const committed: Collector<'committed'> = {
  permission: 'DESCRIBE on group',
  async collect(run) {
    const groups = await run.need('groups');
    const together = Map.groupBy(groups, ({ coordinator }) => coordinator);
    const requests = [...together.values()].flatMap(some => portions(some, GROUPS_PER_REQUEST));
    const answers = await bounded(requests, REQUESTS_AT_A_TIME, some => {
      const names = some.map(({ group }) => group);
      return committedOffsetsAt(run.cluster, some[0]!.coordinator, names, run.request);
    });
    run.lacks(
      'committed',
      'group',
      answers.flatMap(({ refused }) => refused.map(({ group, error }) => ({ name: group, error }))),
    );
    return answers.flatMap(({ found }) => found).sort((a, b) => (a.group < b.group ? -1 : 1));
  },
};
