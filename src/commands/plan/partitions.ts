import { randomBytes } from 'node:crypto';
import { integer, string } from '@oclif/core/flags';
import { measureRates } from '../../advisors/plan/measure/partition-rates.ts';
import { type ClusterFacts, collectFacts } from '../../advisors/plan/observe/cluster-facts.ts';
import { sampleGroup } from '../../advisors/plan/observe/sample-group.ts';
import { type SampledTopic, sampleTopic } from '../../advisors/plan/observe/sample-topic.ts';
import { peakText } from '../../advisors/plan/observe/topic-rate.ts';
import { kafkaDefaults } from '../../advisors/plan/partitions/costs.ts';
import { type PartitionsPlan, planPartitions } from '../../advisors/plan/partitions/partitions.ts';
import { withNote } from '../../advisors/plan/plan.ts';
import { UsageError } from '../../cli/errors.ts';
import {
  bytesFlag,
  type ClusterFlags,
  clusterFlags,
  factorFlag,
  type OutputFlags,
  outputFlags,
  rateFlag,
  yesFlag,
} from '../../cli/flags.ts';
import { neededToPlan, notLookedAt, PlanCommand, refuseTooMany } from '../../cli/plan-command.ts';
import type { Cluster } from '../../kafka/index.ts';
import { formatBytes, formatRate } from '../../lib/bytes.ts';

/** A rate and how it is known. */
interface KnownRate {
  readonly bytesPerSec: number;
  readonly how: string;
}

export interface PlanPartitionsResult extends PartitionsPlan {
  readonly producerRate: KnownRate;
  readonly consumerRate: KnownRate;
  /** Of --topic, when it exists and has records. */
  readonly sample: SampledTopic['sample'];
}

const DEFAULT_RECORD_BYTES = 1024;

export default class PlanPartitions extends PlanCommand<PlanPartitionsResult> {
  static override summary = 'How many partitions a topic needs for a throughput, with the arithmetic';
  static override description =
    "Shows the operations document's rule Tt / max(Tp, Tc) beside the one that holds, max(Tt / Tp, Tt / Tc), the cap 100·N·F, the cost, what " +
    'changes for keyed order, and the next command. Rates that are not given are measured on a scratch topic of one partition, which is ' +
    "removed again. A measured Tc is an upper bound, for the application's own work decides it; --group takes it from what a group " +
    'commits while it lags. Of an existing topic a bounded sample shows record size and hot keys, and the busiest hour of the last 24 is the ' +
    'target when none is given. Exit code 3 over the cap, or when one key alone is more than a partition carries.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --target 200MB/s --producer-rate 20MB/s --consumer-rate 5MB/s --brokers 3 --replication-factor 3',
    '<%= config.bin %> <%= command.id %> --target 12GB/h --topic orders --group billing --growth 2x --yes',
  ];
  static override flags = {
    target: rateFlag({ summary: 'Tt: what the topic must carry; the busiest hour of --topic when left out' }),
    'producer-rate': rateFlag({ summary: 'Tp: what one partition takes from producers' }),
    'consumer-rate': rateFlag({ summary: 'Tc: what one consumer gets through' }),
    brokers: integer({ min: 1, summary: "N; the cluster's own number when left out" }),
    'replication-factor': integer({ min: 1, summary: "F; the topic's or the cluster's default when left out" }),
    topic: string({ summary: 'the topic, existing or to be' }),
    growth: factorFlag({ default: 1, summary: 'plan for so many times the target' }),
    'record-size': bytesFlag({ summary: 'of a record; as sampled of --topic, else 1KiB' }),
    'sample-records': integer({ min: 1, max: 1_000_000, default: 10_000, summary: 'of --topic to look at, at most' }),
    group: string({ dependsOn: ['topic'], summary: 'take Tc from what this group commits in --topic while it lags' }),
    'measure-seconds': integer({ min: 1, max: 600, default: 5, summary: 'bound of each measurement' }),
    'measure-bytes': bytesFlag({
      default: 500_000_000,
      defaultHelp: async () => '500 MB',
      summary: 'bound of each measurement',
    }),
    yes: yesFlag,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<PlanPartitionsResult> {
    const { flags } = await this.parse(PlanPartitions);
    if (flags.group !== undefined && flags['consumer-rate'] !== undefined)
      throw new UsageError('--group and --consumer-rate both say what Tc is', {
        where: '--group',
        advice: 'give one of them',
      });
    const result = await this.onNamedCluster(flags, cluster => this.planOn(cluster, flags));
    return this.answer(result ?? withNote(planAlone(flags), notLookedAt(flags)), flags);
  }

  private async planOn(cluster: Cluster, flags: Flags): Promise<PlanPartitionsResult> {
    const facts = await collectFacts(cluster, flags.topic);
    const sampled =
      facts.topic?.partitions === undefined ? undefined : await this.sample(cluster, facts.topic.name, flags);
    const target = targetOf(flags, sampled);
    const known = { ...flags, 'record-size': flags['record-size'] ?? storedBytes(sampled) };
    const { producer, consumer } = await this.ratesOn(cluster, facts, known);
    return planOf(known, { target, producer, consumer }, facts, sampled);
  }

  private sample(cluster: Cluster, topic: string, flags: Flags): Promise<SampledTopic> {
    const options = { topic, records: flags['sample-records'], signal: this.signal };
    return this.step(`Sampling ${topic}`, () => sampleTopic(cluster, options));
  }

  private async ratesOn(cluster: Cluster, facts: ClusterFacts, flags: Flags) {
    let producer = given(flags['producer-rate']);
    let consumer = given(flags['consumer-rate']) ?? (await this.groupRate(cluster, flags));
    if (producer !== undefined && consumer !== undefined) return { producer, consumer };
    const recordBytes = flags['record-size'] ?? DEFAULT_RECORD_BYTES;
    const seconds = flags['measure-seconds'];
    const bounds = `at most ${seconds} s and ${formatBytes(flags['measure-bytes'])} each way`;
    const topic = `mq-measure-${randomBytes(4).toString('hex')}`;
    const question = `Measure ${producer ? 'Tc' : consumer ? 'Tp' : 'Tp and Tc'} on scratch topic ${topic} (${bounds}; it is removed again)?`;
    if (!(await this.confirm(question, flags))) throw ratesNeeded('The rates are not known');
    const replicationFactor = Math.min(flags['replication-factor'] ?? facts.replicationFactor, facts.brokers);
    const job = {
      topic,
      replicationFactor,
      recordBytes,
      seconds,
      maxBytes: flags['measure-bytes'],
      signal: this.signal,
    };
    const measured = await this.step('Measuring one partition', report =>
      measureRates(cluster, { ...job, onBytes: bytes => report({ done: bytes, unit: 'bytes', bytes }) }),
    );
    producer ??= {
      bytesPerSec: measured.producerBytesPerSec,
      how: `measured: one idempotent producer, acks=all, batches of 16 KiB, ${replicationFactor} replica(s)`,
    };
    consumer ??= {
      bytesPerSec: measured.consumerBytesPerSec,
      how: "measured: an upper bound, a consumer that does nothing with the records; --group takes a real one's",
    };
    return { producer, consumer };
  }

  private async groupRate(cluster: Cluster, flags: Flags): Promise<KnownRate | undefined> {
    const { group, topic } = flags;
    if (group === undefined || topic === undefined) return undefined;
    const seconds = flags['measure-seconds'];
    const watched = await this.step(`Watching group ${group} for ${seconds} s`, () =>
      sampleGroup(cluster, { group, topic, seconds, signal: this.signal }),
    );
    const { consumers, laggingPartitions, consumerBytesPerSec } = watched;
    const how = `group ${group}: ${consumers} consumer(s) while ${laggingPartitions} partition(s) lagged, for ${seconds} s`;
    return { bytesPerSec: consumerBytesPerSec, how };
  }
}

interface Flags extends ClusterFlags, OutputFlags {
  target?: number | undefined;
  'sample-records': number;
  'producer-rate'?: number | undefined;
  'consumer-rate'?: number | undefined;
  brokers?: number | undefined;
  'replication-factor'?: number | undefined;
  topic?: string | undefined;
  growth: number;
  'record-size'?: number | undefined;
  group?: string | undefined;
  'measure-seconds': number;
  'measure-bytes': number;
  yes: boolean;
}

/** Without a cluster: everything must be given. */
function planAlone(flags: Flags): PlanPartitionsResult {
  const producer = given(flags['producer-rate']);
  const consumer = given(flags['consumer-rate']);
  if (producer === undefined || consumer === undefined)
    throw ratesNeeded(`${producer ? 'Tc' : consumer ? 'Tp' : 'Tp and Tc'} not given, and no cluster to measure on`);
  return planOf(flags, { target: targetOf(flags, undefined), producer, consumer }, undefined, undefined);
}

const storedBytes = (sampled: SampledTopic | undefined): number | undefined =>
  sampled?.sample && Math.round(sampled.sample.storedBytes);

/** Tt: given, else what was written in the busiest hour. */
function targetOf({ target, topic }: Flags, sampled: SampledTopic | undefined): KnownRate {
  if (target !== undefined) return { bytesPerSec: target, how: 'given' };
  const { rate, sample } = sampled ?? {};
  if (rate === undefined || sample === undefined || rate.peakPerSec === 0)
    throw neededToPlan('what the topic must carry', [
      '--target 200MB/s',
      ...(sampled ? [] : ['--topic orders -b HOST:PORT to take it from a topic that exists']),
    ]);
  return { bytesPerSec: rate.peakPerSec * sample.storedBytes, how: `${topic} ${peakText(rate)}` };
}

function planOf(
  flags: Flags,
  { target, producer, consumer }: { target: KnownRate; producer: KnownRate; consumer: KnownRate },
  facts: ClusterFacts | undefined,
  sampled: SampledTopic | undefined,
): PlanPartitionsResult {
  const brokers = flags.brokers ?? facts?.brokers;
  const replicationFactor = flags['replication-factor'] ?? facts?.replicationFactor;
  if (brokers !== undefined && replicationFactor !== undefined) refuseTooMany(replicationFactor, brokers);
  refuseAbsurd(target.bytesPerSec * flags.growth, Math.min(producer.bytesPerSec, consumer.bytesPerSec));
  const plan = planPartitions({
    targetBytesPerSec: target.bytesPerSec,
    producerBytesPerSec: producer.bytesPerSec,
    consumerBytesPerSec: consumer.bytesPerSec,
    growth: flags.growth,
    brokers,
    replicationFactor,
    recordBytes: flags['record-size'],
    topic: facts?.topic ?? (flags.topic === undefined ? undefined : { name: flags.topic, partitions: undefined }),
    group: flags.group,
    others: facts?.others,
    storage: facts?.storage ?? kafkaDefaults,
    skew: sampled?.sample,
    how: { target: target.how, producer: producer.how, consumer: consumer.how },
  });
  const found = { ...plan, producerRate: producer, consumerRate: consumer, sample: sampled?.sample };
  return withNote(withNote(found, facts?.notDescribed), sampled?.notSampled);
}

/** More partitions than the largest clusters hold altogether: a unit is wrong, not the cluster. */
const ABSURD_PARTITIONS = 1_000_000;

function refuseAbsurd(target: number, slower: number): void {
  const partitions = Math.ceil(target / slower);
  if (partitions > ABSURD_PARTITIONS)
    throw new UsageError(
      `${formatRate(target)} at ${formatRate(slower)} a partition takes ${partitions.toLocaleString('en-US')} partitions, more than any cluster holds`,
      { where: '--target', advice: 'look at the units: --target 200MB/s --producer-rate 20MB/s --consumer-rate 5MB/s' },
    );
}

const given = (bytesPerSec: number | undefined): KnownRate | undefined =>
  bytesPerSec === undefined ? undefined : { bytesPerSec, how: 'given' };

const ratesNeeded = (why: string): UsageError =>
  new UsageError(why, {
    code: 'RATES_NEEDED',
    advice: [
      '--producer-rate 20MB/s --consumer-rate 5MB/s when you know them',
      '--bootstrap-server HOST:PORT --yes to measure on a cluster',
    ],
  });
