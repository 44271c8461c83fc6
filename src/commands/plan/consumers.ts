import { integer } from '@oclif/core/flags';
import { type ConsumersPlan, planConsumers } from '../../advisors/plan/consumers/consumers.ts';
import type { WatchedGroup } from '../../advisors/plan/observe/watch-group.ts';
import { bytesFlag, clusterFlags, outputFlags, positiveDurationFlag, rateFlag } from '../../cli/flags.ts';
import { neededToPlan } from '../../cli/plan-command.ts';
import { type Watched, WatchingPlanCommand, watchFlags } from '../../cli/watching-plan-command.ts';

export default class PlanConsumers extends WatchingPlanCommand<ConsumersPlan> {
  static override summary = 'How many members a group needs, and how they fetch and poll';
  static override description =
    'Members to keep up and to drain a backlog in time, the budget of a poll against max.poll.interval.ms, memory of the fetches, session and ' +
    'heartbeat. From flags, or from a group that is watched for some seconds: what arrives, its backlog, and, while it lags, what a member ' +
    'gets through. Exit code 3 when more members are needed than there are partitions, or a poll may take longer than the group waits for it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --target 40MB/s --consumer-rate 5MB/s --record-size 1KiB --partitions 12',
    '<%= config.bin %> <%= command.id %> --target 2MB/s --per-record 20ms --slow-record 900ms --record-size 500B --partitions 12',
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --drain-within 2h',
  ];
  static override flags = {
    target: rateFlag({ summary: 'what producers write; from --group when left out' }),
    'consumer-rate': rateFlag({
      exclusive: ['per-record'],
      summary: 'Tc: what one member gets through; from --group while it lags when left out',
    }),
    'per-record': positiveDurationFlag({ summary: 'the same as the time that one record takes' }),
    'slow-record': positiveDurationFlag({
      summary: 'the 99th percentile of that time; what an average record takes when left out',
    }),
    'record-size': bytesFlag({ summary: 'of a record in the log; from --group when left out, else 1KiB' }),
    partitions: integer({ min: 1, summary: "of the topic; the topic's own when left out" }),
    members: integer({ min: 0, summary: "members now; the group's own when --group is given" }),
    backlog: integer({ min: 0, summary: "records that wait; the group's own when --group is given" }),
    'drain-within': positiveDurationFlag({ summary: 'the backlog shall be gone in so long' }),
    ...watchFlags,
    'max-poll-records': integer({ min: 1, default: 500, summary: "the consumer's max.poll.records" }),
    'max-poll-interval': positiveDurationFlag({
      default: 300_000,
      defaultHelp: async () => '5m',
      summary: "the consumer's max.poll.interval.ms",
    }),
    'session-timeout': positiveDurationFlag({
      default: 45_000,
      defaultHelp: async () => '45s',
      summary: "the consumer's session.timeout.ms",
    }),
    brokers: integer({ min: 1, summary: "that a member fetches from; the cluster's own with --topic, else 1" }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ConsumersPlan> {
    const { flags } = await this.parse(PlanConsumers);
    const watched = await this.watch(flags);
    return this.answer(this.noted(planConsumers(questionOf(flags, watched)), flags, watched), flags);
  }
}

interface Flags {
  target?: number | undefined;
  'consumer-rate'?: number | undefined;
  'per-record'?: number | undefined;
  'slow-record'?: number | undefined;
  'record-size'?: number | undefined;
  partitions?: number | undefined;
  members?: number | undefined;
  backlog?: number | undefined;
  'drain-within'?: number | undefined;
  topic?: string | undefined;
  group?: string | undefined;
  'max-poll-records': number;
  'max-poll-interval': number;
  'session-timeout': number;
  brokers?: number | undefined;
}

const DEFAULT_RECORD_BYTES = 1024;

function questionOf(flags: Flags, seen: Watched): Parameters<typeof planConsumers>[0] {
  const watched = seen?.group;
  const recordBytes = flags['record-size'] ?? (watched?.recordBytes || DEFAULT_RECORD_BYTES);
  const arrival =
    flags.target === undefined
      ? watched && { perSec: watched.arrivalPerSec, how: watchedText(flags, watched) }
      : { perSec: flags.target / recordBytes, how: 'given' };
  if (arrival === undefined)
    throw neededToPlan('what arrives', [
      '--target 40MB/s',
      '--topic orders --group billing -b HOST:PORT to watch a group',
    ]);
  if (arrival.perSec === 0)
    throw neededToPlan('what arrives (nothing was written meanwhile)', [
      '--target 40MB/s',
      'try again while producers write',
    ]);
  const member = memberRate(flags, watched, recordBytes);
  const partitions = flags.partitions ?? seen?.facts.partitions.length;
  if (partitions === undefined) throw neededToPlan('the number of partitions', ['--partitions 12']);
  return {
    arrivalPerSec: arrival.perSec,
    memberPerSec: member.perSec,
    partitions,
    recordBytes,
    members: flags.members ?? watched?.members,
    lagRecords: flags.backlog ?? watched?.lagRecords ?? 0,
    drainWithinMs: flags['drain-within'],
    slowRecordMs: flags['slow-record'] ?? 1000 / member.perSec,
    maxPollRecords: flags['max-poll-records'],
    maxPollIntervalMs: flags['max-poll-interval'],
    sessionTimeoutMs: flags['session-timeout'],
    brokers: flags.brokers ?? seen?.facts.brokers ?? 1,
    topic: flags.topic,
    group: flags.group,
    how: {
      arrival: arrival.how,
      member: member.how,
      lag: flags.backlog === undefined ? (watched ? `of group ${flags.group}` : 'none given') : 'given',
    },
  };
}

function memberRate(flags: Flags, watched: WatchedGroup | undefined, recordBytes: number) {
  const given = flags['consumer-rate'];
  if (given !== undefined) return { perSec: given / recordBytes, how: 'given' };
  const perRecordMs = flags['per-record'];
  if (perRecordMs !== undefined) return { perSec: 1000 / perRecordMs, how: 'given as the time of one record' };
  if (watched?.rate !== undefined)
    return {
      perSec: watched.rate.consumerRecordsPerSec,
      how: `${watchedText(flags, watched)}, while ${watched.rate.laggingPartitions} partition(s) lagged`,
    };
  throw neededToPlan(
    watched ? 'what one member can do (the group did not both lag and commit meanwhile)' : 'what one member can do',
    [
      '--consumer-rate 5MB/s, or --per-record 2ms',
      ...(watched ? ['try again while the group lags', '--watch-seconds 30 when it commits rarely'] : []),
    ],
  );
}

const watchedText = (flags: Flags, { seconds }: WatchedGroup): string =>
  `group ${flags.group}, watched for ${seconds} s`;
