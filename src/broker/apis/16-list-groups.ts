import { listGroups } from '../../protocol/apis/16-list-groups.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

export const listGroupsRow = row({
  api: listGroups,
  serves: '0-5',
  needs: ['DESCRIBE CLUSTER', 'DESCRIBE GROUP'],
  handle(request, context) {
    const reply = context.broker.groups.coordinator.list(request);
    if (mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME)) return reply;
    return {
      ...reply,
      groups: reply.groups.filter(({ groupId = '' }) => mayDo(context, 'DESCRIBE', 'GROUP', groupId)),
    };
  },
});
