import { offsetFetch } from '../../protocol/apis/09-offset-fetch.ts';
import { groupContext } from './group-context.ts';
import { row } from './row.ts';

export const offsetFetchRow = row({
  api: offsetFetch,
  serves: '1-9',
  handle: (request, context) => context.broker.groups.coordinator.fetchOffsets(request, groupContext(context)),
});
