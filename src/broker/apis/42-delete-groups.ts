import { deleteGroups } from '../../protocol/apis/42-delete-groups.ts';
import { row } from './row.ts';

export const deleteGroupsRow = row({
  api: deleteGroups,
  serves: '0-2',
  handle: (request, { broker }) => broker.groups.coordinator.deleteGroups(request),
});
