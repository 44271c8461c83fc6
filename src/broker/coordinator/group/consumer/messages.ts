/** ConsumerGroupHeartbeat as the coordinator takes and gives it. */
import type { RequestOf, ResponseInput } from '../../../../protocol/api.ts';
import type { consumerGroupHeartbeat } from '../../../../protocol/apis/68-consumer-group-heartbeat.ts';

export type HeartbeatRequest = RequestOf<typeof consumerGroupHeartbeat>;
export type HeartbeatReply = ResponseInput<typeof consumerGroupHeartbeat>;
