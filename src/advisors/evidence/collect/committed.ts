/** What groups have committed. Collected before the ends of the partitions, which only grow: no lag comes out negative. */
import { committedOffsetsAt } from '../../../kafka/group-batches.ts';
import { bounded, portions } from '../../../lib/portions.ts';
import { type Collector, eachAlone } from './collection.ts';

const GROUPS_PER_REQUEST = 100;
const REQUESTS_AT_A_TIME = 4;

export const committed: Collector<'committed'> = {
  permission: 'DESCRIBE on group',
  async collect(run) {
    const groups = await run.need('groups');
    const committing = groups.filter(({ type }) => type !== 'share');
    const together = Map.groupBy(committing, ({ coordinator }) => coordinator);
    const requests = [...together.values()].flatMap(some => portions(some, GROUPS_PER_REQUEST));
    const perRequest = await bounded(requests, REQUESTS_AT_A_TIME, some => {
      const { coordinator } = some[0]!;
      const names = some.map(({ group }) => group);
      return eachAlone(`broker ${coordinator}`, () => committedOffsetsAt(run.cluster, coordinator, names, run.request));
    });
    const answers = run.survivors('committed', 'groups of', perRequest).map(({ found }) => found);
    run.lacks(
      'committed',
      'group',
      answers.flatMap(({ refused }) => refused.map(({ group, error }) => ({ name: group, error }))),
    );
    return answers.flatMap(({ found }) => found).sort((a, b) => (a.group < b.group ? -1 : 1));
  },
};
