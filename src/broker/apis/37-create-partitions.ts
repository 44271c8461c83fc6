import type { RequestOf } from '../../protocol/api.ts';
import { createPartitions } from '../../protocol/apis/37-create-partitions.ts';
import { errors } from '../../protocol/errors.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { checkReplicaIds } from '../metadata/new-topic.ts';
import type { Topic } from '../metadata/topics.ts';
import type { MutationPermits } from '../quotas/mutation-quota.ts';
import { permitsOf } from './mutation-permits.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof createPartitions>;
type Asked = Request['topics'][number];

const MAX_PARTITIONS = 10_000;
/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_FROM = 3;

export const createPartitionsRow = row({
  api: createPartitions,
  serves: '0-3',
  needs: ['ALTER TOPIC'],
  handle(request, context) {
    const permits = permitsOf(context, STRICT_FROM);
    const results = [...new Set(request.topics.map(({ name }) => name))].map(name => {
      try {
        widen(name, request, permits, context);
        return { name, errorCode: 0 };
      } catch (error) {
        return { name, ...refusalOf(error) };
      }
    });
    return { throttleTimeMs: permits.throttleTimeMs, results };
  },
});

function widen(
  name: string,
  { topics: asked, validateOnly }: Request,
  permits: MutationPermits,
  context: RequestContext,
): void {
  const { topics, node } = context.broker;
  const [request, again] = asked.filter(topic => topic.name === name);
  if (request === undefined || again !== undefined) throw new MetadataError('INVALID_REQUEST', 'Duplicate topic name.');
  if (!mayDo(context, 'ALTER', 'TOPIC', name))
    throw new MetadataError('TOPIC_AUTHORIZATION_FAILED', errors.TOPIC_AUTHORIZATION_FAILED.message);
  const topic = topics.byName(name);
  if (topic === undefined)
    throw new MetadataError('UNKNOWN_TOPIC_OR_PARTITION', errors.UNKNOWN_TOPIC_OR_PARTITION.message);
  check(topic, request, node.id);
  permits.take(request.count - topic.partitions.length);
  if (!validateOnly) topics.addPartitions(topic, request.count);
}

/** ReplicationControlManager.createPartitions */
function check({ name, partitions }: Topic, { count, assignments }: Asked, nodeId: number): void {
  const now = partitions.length;
  if (count === now) throw new MetadataError('INVALID_PARTITIONS', `Topic already has ${now} partition(s).`);
  if (count < now)
    throw new MetadataError(
      'INVALID_PARTITIONS',
      `The topic ${name} currently has ${now} partition(s); ${count} would not be an increase.`,
    );
  if (count - now > MAX_PARTITIONS)
    throw new MetadataError('POLICY_VIOLATION', 'Excessively large number of partitions per request.');
  if (assignments === null) return;
  if (assignments.length !== count - now)
    throw new MetadataError(
      'INVALID_REPLICA_ASSIGNMENT',
      `Attempted to add ${count - now} additional partition(s), but only ${assignments.length} assignment(s) were specified.`,
    );
  for (const { brokerIds } of assignments) checkReplicaIds(brokerIds, nodeId);
}
