import { listGroups } from '../../protocol/apis/16-list-groups.ts';
import { row } from './row.ts';

export const listGroupsRow = row({
  api: listGroups,
  serves: '0-5',
  handle: (request, { broker }) => broker.groups.coordinator.list(request),
});
