import { heartbeat } from '../../protocol/apis/12-heartbeat.ts';
import { row } from './row.ts';

export const heartbeatRow = row({
  api: heartbeat,
  serves: '0-4',
  handle: (request, { broker }) => broker.groups.coordinator.heartbeat(request),
});
