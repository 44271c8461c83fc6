/** What it takes to make a cluster's topics as a file wants them. Nothing is ever deleted, and nothing is changed by planning. */

import { describeConfigs } from '../../kafka/admin/configs.ts';
import { createTopics } from '../../kafka/admin/topics.ts';
import type { Cluster, TopicMetadata } from '../../kafka/index.ts';
import { Failure } from '../../lib/failure.ts';
import { isChange, type PlannedConfig, planConfigs } from '../config-change.ts';
import type { ConfigEdit } from '../configs.ts';
import { planWidening, type Widening } from '../widen-topic.ts';
import type { WantedTopic } from './topic-file.ts';

export interface ApplyPlan {
  readonly create: readonly WantedTopic[];
  readonly widen: readonly Widening[];
  readonly configs: readonly PlannedConfig[];
  readonly rows: readonly ApplyRow[];
}

export interface ApplyRow {
  readonly topic: string;
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
  /** 'other': the cluster differs, and that is not for mq apply to change. */
  readonly action: 'create' | 'widen' | 'set' | 'remove' | 'other';
  readonly note?: string;
}

/** Throws before anything is changed: for fewer partitions than there are, and for whatever the brokers would refuse. */
export async function planApply(
  cluster: Cluster,
  wanted: readonly WantedTopic[],
  { prune }: { prune: boolean },
): Promise<ApplyPlan> {
  const { topics } = await cluster.metadata();
  const existing = new Map(topics.filter(({ error }) => error === undefined).map(topic => [topic.name, topic]));
  const create = wanted.filter(({ name }) => !existing.has(name));
  if (create.length > 0) await createTopics(cluster, create, { validateOnly: true });
  const present = wanted.filter(({ name }) => existing.has(name));
  const widen = await Promise.all(
    present.flatMap(({ name, partitions }) =>
      partitions === undefined ? [] : planWidening(cluster, name, partitions),
    ),
  );
  const configs = await configsOf(cluster, present, prune);
  return {
    create,
    widen: widen.filter(({ before, after }) => after > before),
    configs: configs.changes,
    rows: [
      ...create.flatMap(creationRows),
      ...widen.filter(({ before, after }) => after > before).map(wideningRow),
      ...present.flatMap(topic => replicationRow(topic, existing.get(topic.name)!)),
      ...configs.changes.map(configRow),
      ...configs.others,
    ],
  };
}

async function configsOf(cluster: Cluster, present: readonly WantedTopic[], prune: boolean) {
  const changes: PlannedConfig[] = [];
  const others: ApplyRow[] = [];
  const own = await ownConfigs(cluster, present);
  for (const { name, configs } of present) {
    const extra = [...(own.get(name) ?? [])].filter(([key]) => !(key in configs));
    const edits: ConfigEdit[] = [
      ...Object.entries(configs).map(([key, value]) => ({ name: key, operation: 'set' as const, value })),
      ...(prune ? extra.map(([key]) => ({ name: key, operation: 'delete' as const })) : []),
    ];
    if (edits.length > 0)
      changes.push(...(await planConfigs(cluster, [{ type: 'topic', name }], edits)).filter(isChange));
    if (!prune) others.push(...extra.map(([key, value]) => otherRow(name, key, value)));
  }
  return { changes, others };
}

/** What is set on the topics themselves. */
async function ownConfigs(
  cluster: Cluster,
  topics: readonly WantedTopic[],
): Promise<Map<string, [string, string | null][]>> {
  if (topics.length === 0) return new Map();
  const described = await describeConfigs(
    cluster,
    topics.map(({ name }) => ({ type: 'topic', name })),
  );
  return new Map(
    described.map(({ name, configs }) => [
      name,
      configs.filter(({ source }) => source === 'topic').map(config => [config.name, config.value]),
    ]),
  );
}

const creationRows = ({ name, partitions, replicationFactor, configs }: WantedTopic): ApplyRow[] => [
  {
    topic: name,
    what: 'partitions',
    before: null,
    after: partitions === undefined ? "the cluster's default" : String(partitions),
    action: 'create',
  },
  ...(replicationFactor === undefined
    ? []
    : [
        {
          topic: name,
          what: 'replication factor',
          before: null,
          after: String(replicationFactor),
          action: 'create' as const,
        },
      ]),
  ...Object.entries(configs).map(([key, value]) => ({
    topic: name,
    what: key,
    before: null,
    after: value,
    action: 'create' as const,
  })),
];

const wideningRow = ({ topic, before, after, keysThatMove }: Widening): ApplyRow => ({
  topic,
  what: 'partitions',
  before: String(before),
  after: String(after),
  action: 'widen',
  note: `${Math.round(keysThatMove * 100)} % of the keys move to another partition; there is no way back`,
});

function replicationRow({ name, replicationFactor }: WantedTopic, { partitions }: TopicMetadata): ApplyRow[] {
  const now = Math.max(0, ...partitions.map(({ replicas }) => replicas.length));
  if (replicationFactor === undefined || replicationFactor === now) return [];
  return [
    {
      topic: name,
      what: 'replication factor',
      before: String(now),
      after: String(replicationFactor),
      action: 'other',
      note: `mq topic reassign ${name} --replication-factor ${replicationFactor}`,
    },
  ];
}

const configRow = ({ resource, edit, before, after }: PlannedConfig): ApplyRow => ({
  topic: resource.name,
  what: edit.name,
  before,
  after,
  action: edit.operation === 'delete' ? 'remove' : 'set',
});

const otherRow = (topic: string, key: string, value: string | null): ApplyRow => ({
  topic,
  what: key,
  before: value,
  after: value,
  action: 'other',
  note: 'set on the topic and not in the file; --prune removes it',
});

/** Two files may not want different things of one topic. */
export function requireDistinct(wanted: readonly (WantedTopic & { readonly file: string })[]): void {
  const seen = new Map<string, string>();
  for (const { name, file } of wanted) {
    const before = seen.get(name);
    if (before !== undefined)
      throw new Failure(`${name} is in ${before} and in ${file}`, {
        code: 'USAGE',
        where: file,
        advice: 'keep each topic in one file',
      });
    seen.set(name, file);
  }
}
