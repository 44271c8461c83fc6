import { joinGroup } from '../../protocol/apis/11-join-group.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

export const joinGroupRow = row({
  api: joinGroup,
  serves: '0-9',
  handle: (request, context) => context.broker.groups.coordinator.join(request, groupContext(context)),
});
