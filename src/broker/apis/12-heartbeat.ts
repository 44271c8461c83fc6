import { heartbeat } from '../../protocol/apis/12-heartbeat.ts';
import { errors } from '../../protocol/errors.ts';
import { mayDo, row } from './row.ts';

export const heartbeatRow = row({
  api: heartbeat,
  serves: '0-4',
  needs: ['READ GROUP'],
  handle: (request, context) =>
    mayDo(context, 'READ', 'GROUP', request.groupId)
      ? context.broker.groups.coordinator.heartbeat(request)
      : { errorCode: errors.GROUP_AUTHORIZATION_FAILED.code },
});
