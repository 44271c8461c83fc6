import { syncGroup } from '../../protocol/apis/14-sync-group.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

export const syncGroupRow = row({
  api: syncGroup,
  serves: '0-5',
  needs: ['READ GROUP'],
  handle: (request, context) =>
    mayDo(context, 'READ', 'GROUP', request.groupId)
      ? context.broker.groups.coordinator.sync(request, groupContext(context))
      : { errorCode: errors.GROUP_AUTHORIZATION_FAILED.code, assignment: Buffer.alloc(0) },
});
