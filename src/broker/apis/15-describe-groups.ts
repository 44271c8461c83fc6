import { describeGroups } from '../../protocol/apis/15-describe-groups.ts';
import { groupOperations } from './authorized-operations.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

export const describeGroupsRow = row({
  api: describeGroups,
  serves: '0-6',
  handle(request, context) {
    const { groups } = context.broker.groups.coordinator.describe(request, groupContext(context));
    const asked = request.includeAuthorizedOperations;
    return {
      groups: groups.map(group => ({
        ...group,
        authorizedOperations: groupOperations(asked && group.errorCode === 0),
      })),
    };
  },
});
