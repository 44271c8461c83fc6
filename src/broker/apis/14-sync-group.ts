import { syncGroup } from '../../protocol/apis/14-sync-group.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

export const syncGroupRow = row({
  api: syncGroup,
  serves: '0-5',
  handle: (request, context) => context.broker.groups.coordinator.sync(request, groupContext(context)),
});
