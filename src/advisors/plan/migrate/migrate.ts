/**
 * From a narrow topic to a wide one: what moves, how long it takes, what it costs, and the steps with their checks and the way back. Adding
 * partitions in place is quicker and breaks the order of keys; this keeps it. Pure; rates are bytes a second.
 */
import type { DrainEvidence } from '../../../relay/drain/evidence.ts';
import { type DrainPlan, planDrain } from '../../../relay/drain/plan.ts';
import { bytes, count, counted, figure, rate } from '../figure.ts';
import { atLeast, atMost, type Claim, type Limit, type Plan, requirePositive, type Step } from '../plan.ts';
import { movedShare } from './moved-keys.ts';
import { type Procedure, procedureOf, rollbackOf } from './procedure.ts';

export interface MigrateQuestion {
  readonly topic: string;
  readonly group: string;
  readonly target: string;
  readonly fromPartitions: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** What the relay moves. */
  readonly drainBytesPerSec: number;
  /** What producers go on writing meanwhile. */
  readonly arrivalBytesPerSec: number;
  /** Whether the order of keys must be kept through the cut-over. */
  readonly ordered: boolean;
  /** Of the cluster; undefined without one. */
  readonly evidence: DrainEvidence | undefined;
  readonly how: { readonly drain: string; readonly arrival: string };
}

export interface MigratePlan extends Plan {
  readonly procedure: readonly Procedure[];
  readonly rollback: readonly Procedure[];
  /** Null: never, producers write as fast as the relay moves. */
  readonly drainMs: number | null | undefined;
}

/** Throws RangeError when a number is not positive. */
export function planMigrate(question: MigrateQuestion): MigratePlan {
  const { fromPartitions, partitions, replicationFactor, drainBytesPerSec, evidence } = question;
  requirePositive({ fromPartitions, partitions, replicationFactor, drainBytesPerSec });
  const drain = evidence && drainOf(question, evidence);
  const backlog = drain?.bytes ?? undefined;
  const surplus = drainBytesPerSec - question.arrivalBytesPerSec;
  const drainMs = backlog === undefined ? undefined : surplus > 0 ? (backlog / surplus) * 1000 : null;
  const found = { drain, backlog, drainMs, oldestMs: oldestOf(drain) };
  const about = { ...question, maxMessageBytes: maxMessageBytes(evidence) };
  return {
    answer: answerOf(question, found),
    procedure: procedureOf(about),
    rollback: rollbackOf(about),
    drainMs,
    given: givenOf(question, found),
    steps: stepsOf(question, found),
    limits: limitsOf(question, found),
    settings: settingsOf(drain),
    claims,
    notes: notesOf(question, drain),
    next: [
      `mq backlog drain --topic ${question.topic} --group ${question.group} --to ${question.target} --create --partitions ${partitions} --dry-run`,
    ],
  };
}

/** As `mq backlog drain --dry-run` would plan it, the group's members stopped. */
const drainOf = ({ target, partitions, replicationFactor }: MigrateQuestion, evidence: DrainEvidence): DrainPlan =>
  planDrain(evidence, { target, create: true, partitions, replicationFactor, nullKey: 'spread', shadow: true });

/** Of the narrow topic, else Kafka's default. */
const maxMessageBytes = (evidence: DrainEvidence | undefined): number =>
  Number(evidence?.source.config.get('max.message.bytes') ?? 1_048_588);

interface Found {
  readonly drain: DrainPlan | undefined;
  readonly backlog: number | undefined;
  readonly drainMs: number | null | undefined;
  readonly oldestMs: number;
}

const oldestOf = (drain: DrainPlan | undefined): number =>
  Math.max(0, ...(drain?.rows.map(({ ageMs }) => ageMs ?? 0) ?? []));

function answerOf({ topic, target, fromPartitions, partitions }: MigrateQuestion, { drain, drainMs }: Found): string {
  const move = `${topic} (${counted(fromPartitions, 'partition')}) to ${target} (${partitions})`;
  if (drain === undefined) return move;
  return `${move}: ${counted(drain.records, 'record')} wait, moved in ${figure(drainMs ?? null, 'ms')}`;
}

function givenOf(question: MigrateQuestion, { drain, backlog, oldestMs }: Found): Plan['given'] {
  const { drainBytesPerSec, arrivalBytesPerSec, how } = question;
  return [
    { what: 'partitions now', value: question.fromPartitions, unit: 'count', how: `of ${question.topic}` },
    { what: 'partitions then', value: question.partitions, unit: 'count', how: `of ${question.target}` },
    ...(drain === undefined
      ? []
      : ([
          { what: 'backlog', value: drain.records, unit: 'count', how: `of group ${question.group}` },
          { what: 'oldest of it', value: oldestMs, unit: 'ms', how: 'by its timestamp' },
        ] as const)),
    ...(backlog === undefined
      ? []
      : [{ what: 'its bytes', value: backlog, unit: 'bytes', how: 'estimated from its first batches' } as const]),
    { what: 'the relay moves', value: drainBytesPerSec, unit: 'bytes/s', how: how.drain },
    { what: 'producers write', value: arrivalBytesPerSec, unit: 'bytes/s', how: how.arrival },
  ];
}

function stepsOf(question: MigrateQuestion, { backlog, drainMs }: Found): Step[] {
  const { fromPartitions, partitions, replicationFactor, drainBytesPerSec, arrivalBytesPerSec } = question;
  const steps: (Step | false)[] = [
    {
      what: 'keys in another partition',
      formula: '1 − min / least common multiple of both counts',
      arithmetic: `1 − ${Math.min(fromPartitions, partitions)} / lcm(${fromPartitions}, ${partitions}); this is why partitions are not just added`,
      value: movedShare(fromPartitions, partitions),
      unit: 'share',
      source: "murmur2(key) mod partitions, Java's default partitioner",
    },
    backlog !== undefined && {
      what: 'time to move it',
      formula: 'bytes / (the relay − producers)',
      arithmetic: `${bytes(backlog)} / (${rate(drainBytesPerSec)} − ${rate(arrivalBytesPerSec)})`,
      value: drainMs ?? null,
      unit: 'ms',
      source: 'arithmetic; producers go on writing to the narrow topic until they are switched',
    },
    backlog !== undefined && {
      what: 'disk for the copy',
      formula: 'bytes × replicas',
      arithmetic: `${bytes(backlog)} × ${replicationFactor}, until the narrow topic is deleted`,
      value: backlog * replicationFactor,
      unit: 'bytes',
      source: 'arithmetic; headers mq.orig.* add some 100 bytes a record before compression',
    },
    {
      what: 'consumers afterwards',
      formula: 'at most the partitions',
      arithmetic: String(partitions),
      value: partitions,
      unit: 'count',
      source: 'Kafka documentation, "Consumers"',
    },
  ];
  return steps.filter(step => step !== false);
}

function limitsOf(question: MigrateQuestion, { drainMs, oldestMs }: Found): Limit[] {
  const { evidence, fromPartitions, partitions, replicationFactor, topic } = question;
  const limits = [
    atLeast({
      what: 'partitions then',
      value: partitions,
      limit: fromPartitions + 1,
      unit: 'count',
      source: 'a target that is no wider helps nobody',
      advice: 'more partitions: mq plan partitions says how many',
    }),
  ];
  if (evidence === undefined) return limits;
  limits.push(
    atMost({
      what: 'replicas',
      value: replicationFactor,
      limit: evidence.brokers,
      unit: 'count',
      source: 'each replica is on a broker of its own',
      advice: `--replication-factor ${evidence.brokers}`,
    }),
  );
  const retentionMs = Number(evidence.source.config.get('retention.ms') ?? -1);
  const expires = (evidence.source.config.get('cleanup.policy') ?? 'delete').includes('delete') && retentionMs >= 0;
  if (expires && drainMs !== undefined)
    limits.push(
      atMost({
        what: 'time to move it',
        value: drainMs,
        limit: Math.max(0, retentionMs - oldestMs),
        unit: 'ms',
        source: `retention.ms of ${topic} less the age of the oldest record`,
        advice: `records would expire before they are moved: mq config alter --topic ${topic} --set retention.ms=${Math.ceil((retentionMs + (drainMs ?? retentionMs)) * 1.5)}, first of all`,
      }),
    );
  return limits;
}

function settingsOf(drain: DrainPlan | undefined): Plan['settings'] {
  const config = Object.entries(drain?.target.create?.config ?? {});
  return config.map(([key, value]) => ({
    of: 'topic',
    key,
    value,
    byDefault: undefined,
    why: reasons[key] ?? 'as the narrow topic has it',
  }));
}

const reasons: Readonly<Record<string, string>> = {
  'cleanup.policy': 'records of one key must not replace each other on the way',
  'message.timestamp.type': 'records keep their times',
  'retention.ms': 'age of the backlog and time to consume it: moved records are as old as they were',
  'retention.bytes': 'size does not delete what was just moved',
  'max.message.bytes': 'the largest record and the headers of its origin',
};

function notesOf({ group, evidence, ordered }: MigrateQuestion, drain: DrainPlan | undefined): string[] {
  const notes = [
    'MirrorMaker 2 cannot do this: it writes every record to the partition that it came from.',
    ordered
      ? 'The order of keys holds only with the pause of step 6: a producer that writes to the wide topic while older records are still on their way overtakes them.'
      : 'Producers may be switched at any moment: records of a key may then be handled out of order for as long as the drain takes.',
  ];
  if (evidence && evidence.group.members > 0)
    notes.push(
      `Group ${group} has ${counted(evidence.group.members, 'member')} now: step 3 stops them. It is the only time that nothing is consumed.`,
    );
  const risks = (drain?.risks ?? []).filter(risk => !risk.startsWith(`group ${group} goes on`)); // the procedure stops it
  return [
    ...notes,
    ...risks.map(risk => `${risk}.`),
    ...(drain?.refusals ?? []).map(({ what, goOn }) => `The drain would refuse: ${what}; ${goOn}.`),
  ];
}

const claims: readonly Claim[] = [
  {
    place: 'S0:L427',
    says: 'for a backlog of millions: forward quickly to another topic with many partitions, and read that with many consumers.',
    today:
      "right, and the only way that keeps keys together; the drain does it with Java's partitioner, resumable, and verifies what it moved.",
    source: 'mq backlog drain',
  },
  {
    place: 'S0:L585',
    says: 'the simplest way is to add partitions, at the risk of the assignment of keys.',
    today: `a key's old records stay where they were: ${count(4)} to 12 partitions moves 67 % of the keys.`,
    source: 'Kafka documentation, "Basic Kafka operations"',
  },
];
