import { consumerGroupHeartbeat } from '../../protocol/apis/68-consumer-group-heartbeat.ts';
import { errors } from '../../protocol/errors.ts';
import { consumerProtocolIsOn } from './consumer-protocol.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

export const consumerGroupHeartbeatRow = row({
  api: consumerGroupHeartbeat,
  serves: '0-1',
  needs: ['READ GROUP', 'DESCRIBE TOPIC'],
  handle(request, context) {
    const refuse = (errorCode: number) => ({ throttleTimeMs: 0, errorCode, memberEpoch: 0, heartbeatIntervalMs: 0 });
    if (!consumerProtocolIsOn(context.broker)) return refuse(errors.UNSUPPORTED_VERSION.code);
    if (!mayDo(context, 'READ', 'GROUP', request.groupId)) return refuse(errors.GROUP_AUTHORIZATION_FAILED.code);
    // Nobody joins for topics that he may not see.
    const named = request.subscribedTopicNames ?? [];
    if (!named.every(name => mayDo(context, 'DESCRIBE', 'TOPIC', name)))
      return refuse(errors.TOPIC_AUTHORIZATION_FAILED.code);
    return context.broker.groups.coordinator.consumerHeartbeat(request, {
      ...groupContext(context),
      mayDescribe: name => mayDo(context, 'DESCRIBE', 'TOPIC', name),
    });
  },
});
