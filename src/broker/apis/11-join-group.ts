import { joinGroup } from '../../protocol/apis/11-join-group.ts';
import { errors } from '../../protocol/errors.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

const NULL_PROTOCOL_FROM = 7;

export const joinGroupRow = row({
  api: joinGroup,
  serves: '0-9',
  needs: ['READ GROUP'],
  handle(request, context) {
    if (mayDo(context, 'READ', 'GROUP', request.groupId))
      return context.broker.groups.coordinator.join(request, groupContext(context));
    const protocolName = context.version >= NULL_PROTOCOL_FROM ? null : '';
    const { code: errorCode } = errors.GROUP_AUTHORIZATION_FAILED;
    return { errorCode, generationId: -1, protocolName, leader: '', memberId: '', members: [] };
  },
});
