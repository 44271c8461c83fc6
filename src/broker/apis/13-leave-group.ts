import { leaveGroup } from '../../protocol/apis/13-leave-group.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

export const leaveGroupRow = row({
  api: leaveGroup,
  serves: '0-5',
  needs: ['READ GROUP'],
  handle: (request, context) =>
    mayDo(context, 'READ', 'GROUP', request.groupId)
      ? context.broker.groups.coordinator.leave(request, groupContext(context))
      : { errorCode: errors.GROUP_AUTHORIZATION_FAILED.code, members: [] },
});
