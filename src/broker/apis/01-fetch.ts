import type { RequestOf } from '../../protocol/api.ts';
import { fetch } from '../../protocol/apis/01-fetch.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { ZERO_UUID } from '../../protocol/schema.ts';
import { mostByQuota, throttleReads } from '../fetch/fetch-quota.ts';
import { partitionKey, type WantedPartition } from '../fetch/fetch-session.ts';
import { availableBytes, parkFetch, type Watched } from '../fetch/parked-fetch.ts';
import { type Isolation, type PartitionRead, readPartition, refusedRead } from '../fetch/read-partition.ts';
import type { FetchContext } from '../fetch/sessions.ts';
import type { Partition } from '../replication/partition.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, NO_REPLY, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof fetch>;

const TOPIC_IDS_FROM = 13;
const CURRENT_LEADER_FROM = 12;

export const fetchRow = row({
  api: fetch,
  serves: '4-18',
  needs: ['READ TOPIC', 'CLUSTER_ACTION CLUSTER'],
  handle(request, context) {
    const { broker, version } = context;
    const given = wantedPartitions(request);
    const session = broker.fetchSessions.contextOf(sessionRequest(request, given, version));
    if (session.kind === 'error') return { errorCode: errors[session.error].code, responses: [] };
    const wanted = session.kind === 'incremental' ? session.session.wanted : given;
    const isolation = { committedOnly: request.isolationLevel === 1 };
    const answer = () => {
      const reads = readAll(request, context, wanted, isolation);
      const throttleTimeMs = isFollower(request) ? 0 : throttleReads(reads, context);
      if (throttleTimeMs === 0) return respond(context, session, wanted, reads);
      const sessionId = session.kind === 'incremental' ? session.session.id : 0;
      return { throttleTimeMs, errorCode: 0, sessionId, responses: [] };
    };
    const parked = park(request, context, wanted, isolation);
    return parked === undefined ? answer() : parked.then(isWanted => (isWanted ? answer() : NO_REPLY));
  },
});

/** Waits when there is nothing to say yet: ReplicaManager.fetchMessages lists the reasons to answer at once. */
function park(
  request: Request,
  context: RequestContext,
  wanted: readonly WantedPartition[],
  isolation: Isolation,
): Promise<boolean> | undefined {
  const { broker, peer } = context;
  const { maxWaitMs, minBytes } = request;
  if (maxWaitMs <= 0 || wanted.length === 0) return undefined;
  const needed = Math.min(minBytes, mostBytes(request, context));
  const watched: Watched[] = [];
  const available: number[] = [];
  let total = 0;
  for (const each of wanted) {
    const partition = find(context, each, isFollower(request));
    if (typeof partition === 'string') return undefined;
    const watchedPartition = { partition, wanted: each };
    const bytes = availableBytes(watchedPartition, isolation);
    if (bytes === undefined) return undefined;
    total += bytes;
    if (total >= needed) return undefined;
    watched.push(watchedPartition);
    available.push(bytes);
  }
  const onceClosed = (run: () => void) => peer.onceClosed(run);
  return parkFetch(watched, available, { isolation, minBytes: needed, maxWaitMs, onceClosed }, broker.fetchPurgatory);
}

function readAll(
  request: Request,
  context: RequestContext,
  wanted: readonly WantedPartition[],
  isolation: Isolation,
): PartitionRead[] {
  const { broker } = context;
  let leftBytes = Math.min(mostBytes(request, context), broker.outbound.roomBytes);
  let minOneBatch = true;
  return wanted.map(each => {
    const partition = find(context, each, isFollower(request));
    if (typeof partition === 'string')
      return refusedRead(each.partition, partition, partition !== 'NOT_LEADER_OR_FOLLOWER');
    const limits = { maxBytes: Math.max(0, Math.min(leftBytes, each.partitionMaxBytes)), minOneBatch };
    const read = readPartition(partition, each, isolation, limits, broker.pool);
    if (read.bytes > 0) minOneBatch = false;
    leftBytes -= read.bytes;
    return read;
  });
}

const mostBytes = (request: Request, context: RequestContext): number =>
  Math.min(request.maxBytes, context.broker.settings.number('fetch.max.bytes'), mostByQuota(context));

/** The partition, or why there is none for this reader: it has no replica but the one here. */
function find(
  context: RequestContext,
  { topic, topicId, partition }: WantedPartition,
  isFollower = false,
): Partition | ErrorName {
  const { topics } = context.broker;
  if (isFollower && !mayDo(context, 'CLUSTER_ACTION', 'CLUSTER', CLUSTER_NAME)) return 'TOPIC_AUTHORIZATION_FAILED';
  const isById = topicId !== ZERO_UUID;
  const found = isById ? topics.byId(topicId) : topics.byName(topic);
  if (found === undefined && isById) return 'UNKNOWN_TOPIC_ID';
  if (!isFollower && !mayDo(context, 'READ', 'TOPIC', found?.name ?? topic)) return 'TOPIC_AUTHORIZATION_FAILED';
  if (found?.partitions[partition] === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  return isFollower ? 'NOT_LEADER_OR_FOLLOWER' : found.partitions[partition];
}

const isFollower = ({ replicaId, replicaState }: Request): boolean => replicaId >= 0 || replicaState.replicaId >= 0;

function respond(
  context: RequestContext,
  fetchContext: Exclude<FetchContext, { kind: 'error' }>,
  wanted: readonly WantedPartition[],
  reads: readonly PartitionRead[],
) {
  const { broker, version } = context;
  const answered = wanted.map((each, i) => ({ wanted: each, ...reads[i]! }));
  const summaries = answered.map(({ answer, bytes }) => ({
    errorCode: answer.errorCode,
    highWatermark: answer.highWatermark,
    logStartOffset: answer.logStartOffset ?? -1,
    bytes,
    diverges: answer.divergingEpoch !== undefined,
  }));
  let told = answered;
  let sessionId = 0;
  if (fetchContext.kind === 'incremental') {
    const { session } = fetchContext;
    told = answered.filter((each, i) => session.isNews(each.wanted, summaries[i]!));
    sessionId = session.id;
  } else if (fetchContext.kind === 'full') {
    const usesTopicIds = version >= TOPIC_IDS_FROM;
    sessionId = broker.fetchSessions.open(
      usesTopicIds,
      answered.map((each, i) => [each.wanted, summaries[i]!] as const),
    );
  }
  return { errorCode: 0, sessionId, ...byTopic(told, context) };
}

/** Groups neighbours of the same topic; partitions that were asked for one after the other stay in their order. */
function byTopic(told: readonly (PartitionRead & { wanted: WantedPartition })[], context: RequestContext) {
  const { broker, version } = context;
  const responses: { topic: string; topicId: string; partitions: PartitionRead['answer'][] }[] = [];
  let isLeaderNews = false;
  for (const { wanted, answer } of told) {
    const { topic, topicId } = wanted;
    let last = responses.at(-1);
    if (last === undefined || last.topic !== topic || last.topicId !== topicId)
      responses.push((last = { topic, topicId, partitions: [] }));
    if (answer.errorCode !== errors.FENCED_LEADER_EPOCH.code || version < CURRENT_LEADER_FROM) {
      last.partitions.push(answer);
      continue;
    }
    // KIP-951: who leads now, so that the client need not ask.
    isLeaderNews = true;
    const partition = find(context, wanted);
    const leaderEpoch = typeof partition === 'string' ? -1 : partition.leaderEpoch;
    last.partitions.push({ ...answer, currentLeader: { leaderId: broker.node.id, leaderEpoch } });
  }
  const { id: nodeId, rack } = broker.node;
  const here = { nodeId, ...context.peer.listener.advertised, rack };
  return { responses, nodeEndpoints: isLeaderNews && version >= 16 ? [here] : [] };
}

function sessionRequest(request: Request, wanted: readonly WantedPartition[], version: number) {
  return {
    sessionId: request.sessionId,
    sessionEpoch: request.sessionEpoch,
    usesTopicIds: version >= TOPIC_IDS_FROM,
    wanted,
    forgottenKeys: request.forgottenTopicsData.flatMap(({ topic, topicId, partitions }) =>
      partitions.map(partition => partitionKey(topicId, topic, partition)),
    ),
  };
}

/** Each partition once, as in Kafka's maps: of several the last counts, in the place of the first. */
function wantedPartitions({ topics }: Request): WantedPartition[] {
  const wanted: WantedPartition[] = [];
  const places = new Map<string, Map<number, number>>();
  for (const { topic, topicId, partitions } of topics) {
    const key = topicId + topic;
    const ofTopic = places.get(key) ?? new Map<number, number>();
    places.set(key, ofTopic);
    for (const each of partitions) {
      const place = ofTopic.get(each.partition) ?? wanted.length;
      ofTopic.set(each.partition, place);
      wanted[place] = { ...each, topic, topicId };
    }
  }
  return wanted;
}
