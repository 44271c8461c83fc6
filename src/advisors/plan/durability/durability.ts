/**
 * What replicas, min.insync.replicas and acks survive: how many brokers may fail while writes go on, and how many may be lost for good without
 * losing what was acknowledged. The second has two answers, for a group of in-sync replicas may have shrunk before the failure: the worst one
 * is the promise. Pure.
 */

import { counted } from '../figure.ts';
import { atLeast, type Plan, requirePositive, type Setting, type Step } from '../plan.ts';
import { durabilityClaims } from './claims.ts';
import { type LossCase, lossCases } from './loss-cases.ts';
import { type Choice, type Survival, survivalOf } from './survival.ts';

export interface DurabilityQuestion extends Choice {
  /** unclean.leader.election.enable. */
  readonly unclean: boolean;
  /** The promise asked for: so many brokers may be lost. */
  readonly brokersLost: number;
  readonly brokers: number | undefined;
  readonly topic: string | undefined;
  /** Replicas in sync now, of the partition that has fewest. */
  readonly inSyncReplicas: number | undefined;
  readonly how: string;
}

export interface DurabilityPlan extends Plan {
  readonly choices: readonly Survival[];
  readonly lossCases: readonly LossCase[];
}

const MIN_ISR =
  'Kafka documentation, min.insync.replicas (TopicConfig); "Replication": a write with acks=all waits for all in-sync replicas';

/** Choices that people compare with. */
const usual: readonly Choice[] = [
  { replicationFactor: 1, minInSync: 1, acks: 'all' },
  { replicationFactor: 2, minInSync: 1, acks: 'all' },
  { replicationFactor: 2, minInSync: 2, acks: 'all' },
  { replicationFactor: 3, minInSync: 2, acks: '1' },
  { replicationFactor: 3, minInSync: 1, acks: 'all' },
  { replicationFactor: 3, minInSync: 2, acks: 'all' },
  { replicationFactor: 3, minInSync: 3, acks: 'all' },
];

/** Throws RangeError when a number is not positive. */
export function planDurability(question: DurabilityQuestion): DurabilityPlan {
  const { replicationFactor, minInSync, acks, brokersLost } = question;
  requirePositive({ replicationFactor, minInSync });
  const asked = survivalOf(question);
  const isAsked = (choice: Choice) =>
    choice.replicationFactor === replicationFactor && choice.minInSync === minInSync && choice.acks === acks;
  const choices = [...usual, ...(usual.some(isAsked) ? [] : [question])];
  const better = betterThan(question);
  return {
    answer: answerOf(asked),
    choices: choices.map(choice => ({ ...survivalOf(choice), isAsked: isAsked(choice) })),
    lossCases: lossCases.map(each => ({ ...each, isAsked: each.acks === acks })),
    given: [
      { what: 'replicas', value: replicationFactor, unit: 'count', how: question.how },
      { what: 'min.insync.replicas', value: minInSync, unit: 'count', how: `${question.how}; acks=${acks}` },
      ...(question.inSyncReplicas === undefined
        ? []
        : [
            {
              what: 'in sync now',
              value: question.inSyncReplicas,
              unit: 'count',
              how: 'the partition with the fewest',
            } as const,
          ]),
    ],
    steps: stepsOf(question, asked),
    limits: [
      atLeast({
        what: 'brokers lost, data kept',
        value: asked.forDataWorst,
        limit: brokersLost,
        unit: 'count',
        source: MIN_ISR,
        advice: `to lose nothing with ${counted(brokersLost, 'broker')} lost: acks=all, min.insync.replicas=${better.minInSync}, ${better.replicationFactor} replicas`,
      }),
      atLeast({
        what: 'brokers away, writes go on',
        value: asked.forWrites,
        limit: brokersLost,
        unit: 'count',
        source: MIN_ISR,
        advice: `to go on writing with ${counted(brokersLost, 'broker')} away: ${better.replicationFactor} replicas and min.insync.replicas=${better.minInSync}`,
      }),
    ],
    settings: settingsOf(better),
    claims: durabilityClaims,
    notes: notesOf(question, better),
    next: nextOf(question, better),
  };
}

/** The cheapest choice that keeps the promise: one in-sync copy more than may be lost, and as many replicas more as may be away. */
const betterThan = ({ brokersLost }: DurabilityQuestion): Choice => ({
  minInSync: brokersLost + 1,
  replicationFactor: 2 * brokersLost + 1,
  acks: 'all',
});

function answerOf({ forWrites, forDataWorst }: Omit<Survival, 'isAsked'>): string {
  const data =
    forDataWorst === 0
      ? 'One broker lost at the wrong moment loses acknowledged records'
      : `${counted(forDataWorst, 'broker')} may be lost without losing an acknowledged record`;
  return `${data}; writes go on with ${forWrites === 0 ? 'no broker' : counted(forWrites, 'broker')} away`;
}

function stepsOf(question: DurabilityQuestion, asked: Omit<Survival, 'isAsked'>): Step[] {
  const { replicationFactor: factor, minInSync, acks } = question;
  const all = acks === 'all';
  const minimum = minInSync > factor ? `min(${minInSync}, ${factor})` : String(minInSync);
  return [
    {
      what: 'away, writes go on',
      formula: all ? 'replicas − min.insync.replicas' : 'replicas − 1, for acks below all look at no minimum',
      arithmetic: all ? `${factor} − ${minimum}` : `${factor} − 1`,
      value: asked.forWrites,
      unit: 'count',
      source: MIN_ISR,
    },
    {
      what: 'lost, at worst',
      formula: all ? 'min.insync.replicas − 1' : '0: the leader alone has the newest records',
      arithmetic: all ? `${minimum} − 1; so many copies each acknowledged record had at the least` : '',
      value: asked.forDataWorst,
      unit: 'count',
      source: MIN_ISR,
    },
    {
      what: 'lost, all in sync',
      formula: all ? 'replicas − 1' : '0',
      arithmetic: all ? `${factor} − 1` : '',
      value: asked.forDataInSync,
      unit: 'count',
      source: MIN_ISR,
    },
  ];
}

function settingsOf({ minInSync }: Choice): Setting[] {
  return [
    {
      of: 'topic',
      key: 'min.insync.replicas',
      value: String(minInSync),
      byDefault: '1',
      why: 'how many copies an acknowledged record has at the least',
    },
    {
      of: 'topic',
      key: 'unclean.leader.election.enable',
      value: 'false',
      byDefault: 'false',
      why: 'no replica that misses records becomes leader',
    },
    { of: 'producer', key: 'acks', value: 'all', byDefault: 'all', why: 'acknowledged means: on all replicas in sync' },
    {
      of: 'producer',
      key: 'enable.idempotence',
      value: 'true',
      byDefault: 'true',
      why: 'retries write nothing twice and keep the order; off in kafkajs unless asked for',
    },
    {
      of: 'consumer',
      key: 'enable.auto.commit',
      value: 'false',
      byDefault: 'true',
      why: 'commit what is done: safe also where records are handed to other threads',
    },
  ];
}

function notesOf(
  { replicationFactor, minInSync, unclean, brokers, inSyncReplicas }: DurabilityQuestion,
  better: Choice,
): string[] {
  const notes: string[] = [];
  if (unclean)
    notes.push(
      'unclean.leader.election.enable=true takes all of it back: when no in-sync replica is there, one that misses acknowledged records becomes leader, although nothing was lost for good.',
    );
  if (minInSync > replicationFactor)
    notes.push(
      `min.insync.replicas=${minInSync} is more than there are replicas: ${replicationFactor} is in force, every one of them (since 3.7; brokers before it refuse every write with acks=all, NOT_ENOUGH_REPLICAS).`,
    );
  const most = Math.max(replicationFactor, better.replicationFactor);
  if (brokers !== undefined && most > brokers)
    notes.push(`${most} replicas need as many brokers; the cluster has ${brokers}.`);
  if (inSyncReplicas !== undefined && inSyncReplicas < replicationFactor)
    notes.push(
      `Now ${inSyncReplicas} of ${replicationFactor} replicas are in sync in some partition: what "all in sync" promises does not hold at present.`,
    );
  notes.push(
    'Kafka acknowledges from the page cache, without fsync: all replicas losing power at once may lose what was not yet written out. Racks or zones of their own (broker.rack) are the answer, not flush.messages.',
  );
  return notes;
}

function nextOf({ topic, replicationFactor, minInSync }: DurabilityQuestion, better: Choice): string[] {
  if (topic === undefined)
    return [
      `mq topic create TOPIC --partitions N --replication-factor ${better.replicationFactor} --config min.insync.replicas=${better.minInSync}`,
    ];
  const next: string[] = [];
  if (replicationFactor < better.replicationFactor)
    next.push(`mq topic reassign ${topic} --replication-factor ${better.replicationFactor}`);
  if (minInSync !== better.minInSync)
    next.push(`mq config alter --topic ${topic} --set min.insync.replicas=${better.minInSync}`);
  return [...next, `mq doctor --topic ${topic}`];
}
