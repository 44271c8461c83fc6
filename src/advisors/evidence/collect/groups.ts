/** Groups with their members, of the groups asked for or of all. Share groups and streams groups have protocols of their own, and are left out. */
import { describeGroupsAt } from '../../../kafka/group-batches.ts';
import { byName, listGroupsAt } from '../../../kafka/groups.ts';
import { bounded, portions } from '../../../lib/portions.ts';
import { BROKERS_AT_A_TIME, type Collector, eachAlone, inScope } from './collection.ts';

/** Answers carry what every member subscribes to and is assigned: enough for a request, not too much for an answer. */
const GROUPS_PER_REQUEST = 100;
const REQUESTS_AT_A_TIME = 4;

export const groups: Collector<'groups'> = {
  permission: 'DESCRIBE on group',
  async collect(run) {
    const wanted = inScope(run.scope.groups);
    const serving = (await run.need('cluster')).brokers.filter(({ fenced }) => !fenced);
    const perBroker = await bounded(serving, BROKERS_AT_A_TIME, ({ nodeId }) =>
      eachAlone(`broker ${nodeId}`, () => listGroupsAt(run.cluster, nodeId, run.request)),
    );
    const listed = byName(run.survivors('groups', 'groups of', perBroker).flatMap(({ found }) => found))
      .filter(({ group, type }) => wanted(group) && !/^(share|streams)$/i.test(type))
      .map(({ group, type, coordinator }) => ({
        group,
        coordinator,
        type: /^consumer$/i.test(type) ? ('consumer' as const) : ('classic' as const),
      }));
    const alike = Map.groupBy(listed, ({ coordinator, type }) => `${coordinator} ${type}`);
    const requests = [...alike.values()].flatMap(some => portions(some, GROUPS_PER_REQUEST));
    const perRequest = await bounded(requests, REQUESTS_AT_A_TIME, some => {
      const { coordinator, type } = some[0]!;
      const names = some.map(({ group }) => group);
      return eachAlone(`broker ${coordinator}`, () =>
        describeGroupsAt(run.cluster, coordinator, type, names, run.request),
      );
    });
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
