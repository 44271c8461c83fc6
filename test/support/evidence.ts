/** Evidence for tests of rules: a small healthy cluster, changed where the test wants it, and a rule's answer to it. */
import { afterAll } from 'vitest';
import type { ClusterFacts, Configs, LogDirFacts } from '../../src/advisors/evidence/cluster-facts.ts';
import type { Missing } from '../../src/advisors/evidence/evidence.ts';
import type { Moment } from '../../src/advisors/evidence/history.ts';
import type { EvidenceKind, EvidenceKinds } from '../../src/advisors/evidence/kinds.ts';
import type { TopicFacts } from '../../src/advisors/evidence/topic-facts.ts';
import { type Examination, examine } from '../../src/advisors/examine.ts';
import { noIntents } from '../../src/advisors/intents.ts';
import type { AnyRule, Context } from '../../src/advisors/rule.ts';
import { requireTypeable } from './typed.ts';

/** 2026-01-01 */
export const NOW_MS = 1_767_225_600_000;

/** The answer of one rule. A kind that it needs and that is not given here is reported missing, 'not given'. */
export function answerOf(
  rule: AnyRule,
  kinds: Partial<EvidenceKinds>,
  how: { context?: Partial<Context>; missing?: Missing[] } = {},
): Examination {
  const absent = rule.evidence
    .filter(kind => kinds[kind] === undefined)
    .map(kind => ({ kind, reason: 'not given', needs: neededFor(kind) }));
  const evidence = { collectedAtMs: NOW_MS, kinds, missing: [...absent, ...(how.missing ?? [])] };
  const examination = examine([rule], evidence, {
    nowMs: NOW_MS,
    profile: undefined,
    intents: noIntents,
    ...how.context,
  });
  for (const { fix } of examination.findings)
    for (const { command } of fix) if (command !== undefined) advised.set(command, rule.id);
  return examination;
}

/** Every command that a rule advised in this file, with the rule: at the end each is read as it would be when it is typed. */
const advised = new Map<string, string>();
afterAll(async () => {
  for (const [command, rule] of advised)
    await requireTypeable(command).catch(cause => {
      throw new Error(`${rule} advises what cannot be typed: ${command}`, { cause });
    });
});

/** What a rule observes, for short expectations. */
export const observedBy = (rule: AnyRule, kinds: Partial<EvidenceKinds>, context: Partial<Context> = {}) =>
  answerOf(rule, kinds, { context }).findings;

const neededFor = (kind: EvidenceKind) => `evidence of ${kind}`;

export const aCluster = (brokers = 3, change: Partial<ClusterFacts['brokers'][number]> = {}): ClusterFacts => ({
  clusterId: 'test-cluster',
  brokers: Array.from({ length: brokers }, (_, nodeId) => ({
    nodeId,
    host: `kafka-${nodeId}.example`,
    port: 9092,
    rack: null,
    fenced: false,
    ...change,
  })),
});

/** Replicas go round the brokers as Kafka places them; all in sync, each led by its first. */
export function aTopic(name: string, partitions = 3, replicationFactor = 3, brokers = 3): TopicFacts {
  return {
    name,
    internal: name.startsWith('__'),
    partitions: Array.from({ length: partitions }, (_, partition) => {
      const replicas = Array.from({ length: replicationFactor }, (_, i) => (partition + i) % brokers);
      return { partition, leader: replicas[0]!, replicas, isr: replicas, offline: [] };
    }),
  };
}

/** 'retention.ms=1000' set on the topic or broker; a leading '~' makes it Kafka's default. */
export function configs(
  source: 'topic' | 'broker' | 'all-brokers' | 'server-properties',
  ...settings: string[]
): Configs {
  return Object.fromEntries(
    settings.map(setting => {
      const [key, ...value] = setting.replace(/^~/, '').split('=');
      return [key, { value: value.join('='), source: setting.startsWith('~') ? 'default' : source }];
    }),
  );
}

/** The same settings on brokers 0, 1, … */
export const onBrokers = (settings: Configs, brokers = 3): Record<string, Configs> =>
  Object.fromEntries(Array.from({ length: brokers }, (_, id) => [String(id), settings]));

export const aLogDir = (node: number, change: Partial<LogDirFacts> = {}): LogDirFacts => ({
  node,
  path: '/data/kafka',
  error: null,
  totalBytes: 100 * 1024 ** 3,
  usableBytes: 60 * 1024 ** 3,
  replicas: [],
  ...change,
});

/** A moment of the history, so long before now. */
export const aMoment = (agoMs: number, change: Partial<Moment> = {}): Moment => ({
  atMs: NOW_MS - agoMs,
  topics: {},
  groups: {},
  reassigning: [],
  ...change,
});
