import { syncGroup } from '../../protocol/apis/14-sync-group.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

const PROTOCOL_FROM = 5;

export const syncGroupRow = row({
  api: syncGroup,
  serves: '0-5',
  needs: ['READ GROUP'],
  handle(request, context) {
    // A protocol that is left out is told first; that is for the coordinator.
    const isWhole = context.version < PROTOCOL_FROM || (request.protocolType !== null && request.protocolName !== null);
    if (isWhole && !mayDo(context, 'READ', 'GROUP', request.groupId))
      return { errorCode: errors.GROUP_AUTHORIZATION_FAILED.code, assignment: Buffer.alloc(0) };
    return context.broker.groups.coordinator.sync(request, groupContext(context));
  },
});
