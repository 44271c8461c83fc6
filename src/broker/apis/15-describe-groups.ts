import { describeGroups } from '../../protocol/apis/15-describe-groups.ts';
import { errors } from '../../protocol/errors.ts';
import { groupOperations, needsOfOperationsOn } from './authorized-operations.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

export const describeGroupsRow = row({
  api: describeGroups,
  serves: '0-6',
  needs: needsOfOperationsOn('GROUP'),
  handle(request, context) {
    const asked = request.includeAuthorizedOperations;
    const maySee = (groupId: string) => mayDo(context, 'DESCRIBE', 'GROUP', groupId);
    const visible = { ...request, groups: request.groups.filter(maySee) };
    const { groups } = context.broker.groups.coordinator.describe(visible, groupContext(context));
    return {
      groups: [
        ...request.groups.filter(groupId => !maySee(groupId)).map(hidden),
        ...groups.map(group => ({
          ...group,
          authorizedOperations: groupOperations(asked && group.errorCode === 0, context, group.groupId ?? ''),
        })),
      ],
    };
  },
});

const hidden = (groupId: string) => ({
  groupId,
  errorCode: errors.GROUP_AUTHORIZATION_FAILED.code,
  groupState: '',
  protocolType: '',
  protocolData: '',
  members: [],
});
