/** Groups with their members, of the groups asked for or of all. */
import { batchesOf, describeBatch } from '../../../kafka/group-batches.ts';
import { byName, listGroupsAt } from '../../../kafka/groups.ts';
import { bounded } from '../../../lib/portions.ts';
import { BROKERS_AT_A_TIME, type Collector, eachAlone, inScope } from './collection.ts';

const REQUESTS_AT_A_TIME = 4;

export const groups: Collector<'groups'> = {
  permission: 'DESCRIBE on group',
  async collect(run) {
    const wanted = inScope(run.scope.groups);
    const serving = (await run.need('cluster')).brokers.filter(({ fenced }) => !fenced);
    const perBroker = await bounded(serving, BROKERS_AT_A_TIME, ({ nodeId }) =>
      eachAlone(`broker ${nodeId}`, () => listGroupsAt(run.cluster, nodeId, run.request)),
    );
    const listed = byName(run.survivors('groups', 'groups of', perBroker).flatMap(({ found }) => found));
    const batches = batchesOf(listed.filter(({ group }) => wanted(group)));
    const perRequest = await bounded(batches, REQUESTS_AT_A_TIME, batch =>
      eachAlone(`broker ${batch.coordinator}`, () => describeBatch(run.cluster, batch, run.request)),
    );
    const answers = run.survivors('groups', 'groups of', perRequest).map(({ found }) => found);
    run.lacks(
      'groups',
      'group',
      answers.flatMap(({ refused }) => refused.map(({ group, error }) => ({ name: group, error }))),
    );
    return answers
      .flatMap(({ found }) => found)
      .filter(({ state }) => state !== 'Dead')
      .sort((a, b) => (a.group < b.group ? -1 : 1));
  },
};
