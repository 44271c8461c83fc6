/**
 * Plans a drain: what would move, into what, and what speaks against it. Pure; nothing moves before this was shown.
 * Every refusal says how to go on. Sources: operations document, "Kafka consumers cannot keep up" (relay the backlog to a topic of
 * many partitions); Kafka upgrade notes 0.10.1 (retention counts record timestamps); KIP-32, KIP-98.
 */
import { formatDuration } from '../../lib/duration.ts';
import type { NullKey } from '../placement.ts';
import { offsetsIn, type Range } from '../range.ts';
import type { DrainEvidence, PartitionBacklog } from './evidence.ts';

export interface DrainOptions {
  readonly target: string;
  readonly create: boolean;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly nullKey: NullKey;
  /** Drain although the group has members: they go on consuming what is moved. */
  readonly shadow: boolean;
}

export interface DrainRow {
  readonly partition: number;
  readonly committed: number | null;
  readonly from: number;
  readonly end: number;
  readonly records: number;
  readonly bytes: number | null;
  readonly ageMs: number | null;
}

export interface DrainPlan {
  readonly rows: readonly DrainRow[];
  readonly ranges: readonly Range[];
  readonly records: number;
  readonly bytes: number | null;
  readonly target: {
    readonly topic: string;
    readonly partitions: number;
    /** The settings it will be created with; undefined when it exists. */
    readonly create:
      | { readonly replicationFactor: number; readonly config: Readonly<Record<string, string>> }
      | undefined;
  };
  readonly risks: readonly string[];
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  readonly what: string;
  readonly goOn: string;
}

/** Room that the origin headers take in a record of the target, at most. */
export const ORIGIN_HEADER_BYTES = 128 + 249;
/** How long the target must keep a record after the drain, at the least: time to consume it. */
const KEEP_AFTER_MS = 7 * 24 * 3_600_000;

export function planDrain(evidence: DrainEvidence, options: DrainOptions): DrainPlan {
  const rows = evidence.backlog.map(partition => rowOf(partition, evidence.nowMs));
  const ranges = rows.map(({ partition, from, end }) => ({ partition, from, to: end }));
  const oldestAgeMs = rows.reduce((oldest, { ageMs }) => Math.max(oldest, ageMs ?? 0), 0);
  const partitions = evidence.target?.partitions ?? options.partitions ?? 0;
  const create = evidence.target === undefined ? settingsFor(evidence, options, oldestAgeMs) : undefined;
  return {
    rows,
    ranges,
    records: offsetsIn(ranges),
    bytes: rows.reduce<number | null>((sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes), 0),
    target: { topic: options.target, partitions, create },
    risks: [...risksOf(evidence, options, partitions)],
    refusals: [...refusalsOf(evidence, options, oldestAgeMs)],
  };
}

function rowOf({ partition, committed, logStart, end, bytes, oldestMs }: PartitionBacklog, nowMs: number): DrainRow {
  const from = Math.min(Math.max(committed ?? logStart, logStart), end);
  const ageMs = oldestMs === null ? null : Math.max(0, nowMs - oldestMs);
  return { partition, committed, from, end, records: end - from, bytes, ageMs };
}

/** Settings that keep the backlog: no clean-up by time before it can be consumed, room for the origin headers. */
function settingsFor({ source, brokers }: DrainEvidence, options: DrainOptions, oldestAgeMs: number) {
  const retentionMs = Number(source.config.get('retention.ms') ?? KEEP_AFTER_MS);
  const replicationFactor = options.replicationFactor ?? Math.min(source.replicationFactor, brokers);
  const config: Record<string, string> = {
    'cleanup.policy': 'delete',
    'message.timestamp.type': 'CreateTime',
    'retention.ms': String(retentionMs < 0 ? -1 : roundUpToHour(oldestAgeMs) + Math.max(retentionMs, KEEP_AFTER_MS)),
    'retention.bytes': '-1',
    'max.message.bytes': String(Number(source.config.get('max.message.bytes') ?? 1_048_588) + ORIGIN_HEADER_BYTES),
  };
  const minIsr = source.config.get('min.insync.replicas');
  if (minIsr !== undefined) config['min.insync.replicas'] = String(Math.min(Number(minIsr), replicationFactor));
  return { replicationFactor, config };
}

const roundUpToHour = (ms: number): number => Math.ceil(ms / 3_600_000) * 3_600_000;

function* refusalsOf(evidence: DrainEvidence, options: DrainOptions, oldestAgeMs: number): Generator<Refusal> {
  const { source, group, target, backlog } = evidence;
  if (options.target === source.name)
    yield { what: `--to is the source itself, ${source.name}`, goOn: 'name another topic with --to' };
  if (group.members > 0 && !options.shadow)
    yield {
      what: `group ${group.id} has ${group.members} member(s) (${group.state}) that consume the same records`,
      goOn: 'stop them, or add --shadow to move what they have not committed while they go on (their work is then done twice)',
    };
  if (target === undefined && !options.create)
    yield {
      what: `topic ${options.target} does not exist`,
      goOn: 'add --create --partitions N (mq plan partitions says how many), or create it with mq topic create',
    };
  if (target === undefined && options.create && options.partitions === undefined)
    yield {
      what: '--create needs a number of partitions',
      goOn: 'add --partitions N; mq plan partitions says how many',
    };
  if (target !== undefined) yield* refusalsByTarget(target, source, options, oldestAgeMs);
  if (backlog.every(({ committed }) => committed === null) && group.state === 'Dead')
    yield { what: `group ${group.id} does not exist and has no commits`, goOn: 'check --group with mq group list' };
}

function* refusalsByTarget(
  target: NonNullable<DrainEvidence['target']>,
  source: DrainEvidence['source'],
  options: DrainOptions,
  oldestAgeMs: number,
): Generator<Refusal> {
  const alter = (config: string) =>
    `mq config alter --topic ${target.name} --set ${config}, or drain into a new topic with --create`;
  if (options.create && options.partitions !== undefined && options.partitions !== target.partitions)
    yield {
      what: `${target.name} exists with ${target.partitions} partitions, not ${options.partitions}`,
      goOn: 'leave --create and --partitions out to use it as it is, or name another topic',
    };
  if (target.internal) yield { what: `${target.name} is an internal topic`, goOn: 'name another topic with --to' };
  const policy = target.config.get('cleanup.policy') ?? 'delete';
  if (policy.includes('compact'))
    yield {
      what: `${target.name} is compacted: records of one key would replace each other`,
      goOn: alter('cleanup.policy=delete'),
    };
  const retentionMs = Number(target.config.get('retention.ms') ?? KEEP_AFTER_MS);
  const createTime = (target.config.get('message.timestamp.type') ?? 'CreateTime') === 'CreateTime';
  if (createTime && policy.includes('delete') && retentionMs >= 0 && retentionMs <= oldestAgeMs)
    yield {
      what: `the oldest record is ${formatDuration(oldestAgeMs)} old and ${target.name} keeps ${formatDuration(retentionMs)}: moved records keep their timestamps and would be deleted as expired`,
      goOn: alter(`retention.ms=${roundUpToHour(oldestAgeMs) + KEEP_AFTER_MS}`),
    };
  const before = Number(target.config.get('message.timestamp.before.max.ms') ?? Number.MAX_SAFE_INTEGER);
  if (createTime && before < oldestAgeMs)
    yield {
      what: `${target.name} refuses records older than ${formatDuration(before)} (message.timestamp.before.max.ms)`,
      goOn: alter(`message.timestamp.before.max.ms=${roundUpToHour(oldestAgeMs) * 2}`),
    };
  const sourceMax = Number(source.config.get('max.message.bytes') ?? 1_048_588);
  const targetMax = Number(target.config.get('max.message.bytes') ?? 1_048_588);
  if (targetMax < sourceMax)
    yield {
      what: `${target.name} takes batches of ${targetMax} bytes, ${source.name} of ${sourceMax}`,
      goOn: alter(`max.message.bytes=${sourceMax + ORIGIN_HEADER_BYTES}`),
    };
}

function* risksOf(evidence: DrainEvidence, options: DrainOptions, partitions: number): Generator<string> {
  const { source, backlog, target, group } = evidence;
  const expired = backlog.filter(({ committed, logStart }) => committed !== null && committed < logStart);
  if (expired.length > 0) {
    const lost = expired.reduce((sum, { committed, logStart }) => sum + logStart - (committed ?? 0), 0);
    yield `${lost} offsets behind the commits of partition(s) ${expired.map(p => p.partition).join(', ')} were deleted before they were consumed; the drain starts at the log start`;
  }
  const uncommitted = backlog.filter(({ committed, end, logStart }) => committed === null && end > logStart);
  if (uncommitted.length > 0)
    yield `the group never committed in partition(s) ${uncommitted.map(p => p.partition).join(', ')}: all that is there counts as backlog`;
  if (source.config.get('cleanup.policy')?.includes('compact'))
    yield `${source.name} is compacted: what compaction removes while the drain runs is not moved; fewer records than offsets is normal`;
  const sampled = backlog.reduce((sum, { sample }) => sum + sample.records, 0);
  const nullKeys = backlog.reduce((sum, { sample }) => sum + sample.nullKeys, 0);
  if (nullKeys > 0)
    yield options.nullKey === 'spread'
      ? `${nullKeys} of ${sampled} sampled records have no key: they are spread over ${partitions} partitions and lose their order (--null-key by-source keeps it)`
      : `${nullKeys} of ${sampled} sampled records have no key: each source partition's go to one target partition, so at most ${source.partitions} of ${partitions} are used`;
  const misplaced = backlog.reduce((sum, { sample }) => sum + sample.misplaced, 0);
  if (misplaced > 0)
    yield `${misplaced} of ${sampled} sampled records have a key that Java's partitioner puts into another of ${source.partitions} partitions: partitions were added since, or another partitioner (librdkafka's CRC32, say) wrote them. The drain places keys as Java does; a key that lived in several partitions has no order to keep`;
  if (partitions > 0 && partitions <= source.partitions)
    yield `${options.target} has ${partitions} partitions, ${source.name} ${source.partitions}: nothing gets wider`;
  if (target?.endOffsets.some(end => end > 0))
    yield `${options.target} is not empty: what is moved lands behind what is there`;
  if (group.members > 0 && options.shadow)
    yield `group ${group.id} goes on consuming: records it commits during the drain are processed twice`;
  if (target?.config.get('message.timestamp.type') === 'LogAppendTime')
    yield `${options.target} stamps records with the time of the drain (LogAppendTime): the original time is lost there`;
}
