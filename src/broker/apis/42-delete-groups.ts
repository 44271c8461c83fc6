import { deleteGroups } from '../../protocol/apis/42-delete-groups.ts';
import { errors } from '../../protocol/errors.ts';
import { mayDo, row } from './row.ts';

export const deleteGroupsRow = row({
  api: deleteGroups,
  serves: '0-2',
  needs: ['DELETE GROUP'],
  handle(request, context) {
    const mayDelete = (groupId: string) => mayDo(context, 'DELETE', 'GROUP', groupId);
    const groupsNames = request.groupsNames.filter(mayDelete);
    const reply = context.broker.groups.coordinator.deleteGroups({ ...request, groupsNames });
    const { code: errorCode } = errors.GROUP_AUTHORIZATION_FAILED;
    const refused = new Set(request.groupsNames.filter(groupId => !mayDelete(groupId)));
    return { ...reply, results: [...reply.results, ...[...refused].map(groupId => ({ groupId, errorCode }))] };
  },
});
