import { leaveGroup } from '../../protocol/apis/13-leave-group.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

export const leaveGroupRow = row({
  api: leaveGroup,
  serves: '0-5',
  handle: (request, context) => context.broker.groups.coordinator.leave(request, groupContext(context)),
});
