import { integer } from '@oclif/core/flags';
import { type TopicFacts, unlessUnlimited } from '../../advisors/plan/observe/topic-facts.ts';
import type { WatchedGroup } from '../../advisors/plan/observe/watch-group.ts';
import { planRetention, type RetentionPlan } from '../../advisors/plan/retention/retention.ts';
import { keptByDefault } from '../../advisors/plan/segments.ts';
import { bytesFlag, clusterFlags, durationFlag, outputFlags, positiveDurationFlag, rateFlag } from '../../cli/flags.ts';
import { neededToPlan } from '../../cli/plan-command.ts';
import { type Watched, WatchingPlanCommand, watchFlags } from '../../cli/watching-plan-command.ts';

export default class PlanRetention extends WatchingPlanCommand<RetentionPlan> {
  static override summary = 'Retention against lag: what an outage of the consumers may lose';
  static override description =
    'How old the oldest unread record is, how long it still lives, when the first is lost at this pace, and what retention.ms and ' +
    'retention.bytes an outage takes. From flags, or from a group that is watched for some seconds. Exit code 3 when the outage would lose ' +
    'records, or the group is slower than its producers.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --outage 12h',
    '<%= config.bin %> <%= command.id %> --retention 24h --target 10MB/s --oldest-unread 3h --outage 12h --partitions 12',
  ];
  static override flags = {
    ...watchFlags,
    outage: positiveDurationFlag({
      default: 86_400_000,
      defaultHelp: async () => '1d',
      summary: 'how long consumers may be away',
    }),
    retention: positiveDurationFlag({ summary: "retention.ms; the topic's, else Kafka's 7 days" }),
    'retention-bytes': bytesFlag({ summary: "retention.bytes of a partition; the topic's, else none" }),
    'segment-bytes': bytesFlag({ summary: "segment.bytes; the topic's, else 1 GiB" }),
    'segment-ms': positiveDurationFlag({ summary: "segment.ms; the topic's, else 7 days" }),
    target: rateFlag({ summary: 'what producers write; as watched with --group' }),
    'record-size': bytesFlag({ summary: 'of a record in the log; as watched with --group, else 1KiB' }),
    partitions: integer({ min: 1, summary: "of the topic; the topic's, else 1" }),
    backlog: integer({ min: 0, summary: 'records that wait; as watched with --group' }),
    'oldest-unread': durationFlag({ summary: 'age of the oldest record that waits; backlog / target when left out' }),
    'drain-rate': rateFlag({ summary: 'what the whole group gets through; as watched with --group while it lags' }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<RetentionPlan> {
    const { flags } = await this.parse(PlanRetention);
    const watched = await this.watch(flags);
    return this.answer(this.noted(planRetention(questionOf(flags, watched)), flags, watched), flags);
  }
}

interface Flags {
  topic?: string | undefined;
  group?: string | undefined;
  outage: number;
  retention?: number | undefined;
  'retention-bytes'?: number | undefined;
  'segment-bytes'?: number | undefined;
  'segment-ms'?: number | undefined;
  target?: number | undefined;
  'record-size'?: number | undefined;
  partitions?: number | undefined;
  backlog?: number | undefined;
  'oldest-unread'?: number | undefined;
  'drain-rate'?: number | undefined;
}

const DEFAULT_RECORD_BYTES = 1024;

function questionOf(flags: Flags, seen: Watched) {
  const { facts, group: watched } = seen ?? {};
  const recordBytes = flags['record-size'] ?? (watched?.recordBytes || DEFAULT_RECORD_BYTES);
  const arrivalPerSec = flags.target === undefined ? watched?.arrivalPerSec : flags.target / recordBytes;
  if (arrivalPerSec === undefined)
    throw neededToPlan('what arrives', [
      '--target 10MB/s',
      '--topic orders --group billing -b HOST:PORT to watch a group',
    ]);
  const partitions = flags.partitions ?? facts?.partitions.length ?? 1;
  const lagRecords = flags.backlog ?? watched?.lagRecords ?? ((flags['oldest-unread'] ?? 0) / 1000) * arrivalPerSec;
  const drain = flags['drain-rate'];
  return {
    retentionMs: flags.retention ?? (facts === undefined ? keptByDefault.retentionMs : retentionOf(facts)),
    retentionBytes: flags['retention-bytes'] ?? (facts && unlessUnlimited(facts.configs['retention.bytes'])),
    segmentBytes:
      flags['segment-bytes'] ?? (facts ? Number(facts.configs['segment.bytes']) : keptByDefault.segmentBytes),
    segmentMs: flags['segment-ms'] ?? (facts ? Number(facts.configs['segment.ms']) : keptByDefault.segmentMs),
    arrivalPerSec,
    recordBytes,
    partitions,
    lagRecords,
    deepestLagRecords: flags.backlog === undefined && watched ? watched.deepestLagRecords : lagRecords / partitions,
    oldestUnreadMs:
      flags['oldest-unread'] ??
      (flags.backlog === undefined ? watched?.oldestUnreadMs : undefined) ??
      (arrivalPerSec > 0 ? (lagRecords / arrivalPerSec) * 1000 : 0),
    drainPerSec: drain === undefined ? drainSeen(watched) : drain / recordBytes,
    outageMs: flags.outage,
    topic: flags.topic,
    group: flags.group,
    how: {
      lag: watched ? `group ${flags.group}, watched for ${watched.seconds} s, unless given` : 'given',
      retention: facts ? `of ${facts.name}, unless given` : "given, else Kafka's own",
    },
  };
}

/** Only a delete policy deletes by time; a compacted topic keeps the newest record of every key. */
const retentionOf = ({ configs }: TopicFacts): number | undefined =>
  configs['cleanup.policy'].includes('delete') ? unlessUnlimited(configs['retention.ms']) : undefined;

/** A group that has caught up commits what arrives, however fast it could be. */
const drainSeen = (watched: WatchedGroup | undefined): number | undefined =>
  watched === undefined || watched.lagRecords === 0 ? undefined : watched.committedPerSec;
