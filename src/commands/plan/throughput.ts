import { randomBytes } from 'node:crypto';
import { integer, string } from '@oclif/core/flags';
import { count, rate } from '../../advisors/plan/figure.ts';
import { type Sweep, type SweepRow, sweepBatchSizes } from '../../advisors/plan/measure/batch-sweep.ts';
import { type CodecResult, CodecTrial } from '../../advisors/plan/observe/codec-trial.ts';
import { existingTopic } from '../../advisors/plan/observe/existing-topic.ts';
import { type SampledTopic, sampleTopic } from '../../advisors/plan/observe/sample-topic.ts';
import { withNote } from '../../advisors/plan/plan.ts';
import { planThroughput, type ThroughputPlan } from '../../advisors/plan/throughput/throughput.ts';
import {
  bytesFlag,
  type ClusterFlags,
  clusterFlags,
  durationFlag,
  factorFlag,
  type OutputFlags,
  outputFlags,
  positiveDurationFlag,
  rateFlag,
  yesFlag,
} from '../../cli/flags.ts';
import type { Section } from '../../cli/output.ts';
import { notLookedAt, PlanCommand } from '../../cli/plan-command.ts';
import type { Cluster } from '../../kafka/index.ts';
import { formatBytes } from '../../lib/bytes.ts';

export default class PlanThroughput extends PlanCommand<ThroughputPlan> {
  static override summary =
    'Producer parameters for a target: batch.size, linger.ms, buffer.memory, compression, instances';
  static override description =
    'The arithmetic of batches, waiting and requests in flight. With --topic a bounded sample of its records shows what each codec makes of ' +
    'them; on a cluster, after a yes, a bounded sweep of batch sizes on a scratch topic shows what one producer writes. Exit code 3 when the ' +
    'instances given, or five requests in flight, do not carry the target.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --target 200MB/s --record-size 1KiB --partitions 24 --brokers 3 --compression-ratio 3x',
    '<%= config.bin %> <%= command.id %> --target 80MB/s --topic orders --max-wait 50ms --yes',
  ];
  static override flags = {
    target: rateFlag({ required: true, summary: 'what applications hand to producers, before compression' }),
    'record-size': bytesFlag({ summary: 'before compression; as sampled of --topic, else 1KiB' }),
    partitions: integer({ min: 1, summary: "of the topic; the topic's own, else 1" }),
    brokers: integer({ min: 1, summary: "that lead them; the cluster's own, else 1" }),
    instances: integer({ min: 1, summary: 'of the producer; as many as it takes when left out' }),
    'producer-rate': rateFlag({ summary: 'what one instance writes, compressed; as measured, else 50 MB/s' }),
    compression: string({
      options: ['none', 'lz4', 'snappy', 'zstd', 'gzip'],
      default: 'lz4',
      summary: 'compression.type',
    }),
    'compression-ratio': factorFlag({
      summary: 'bytes before by bytes after; as tried on a sample of --topic, else 1',
    }),
    'batch-size': bytesFlag({ summary: 'batch.size; chosen when left out' }),
    'max-wait': durationFlag({
      default: 20,
      defaultHelp: async () => '20ms',
      summary: 'how long a record may wait for its batch',
    }),
    'ack-latency': positiveDurationFlag({
      summary: 'from a batch being sent to its acknowledgement; as measured, else 5ms',
    }),
    stall: durationFlag({
      default: 1000,
      defaultHelp: async () => '1s',
      summary: 'how long brokers may take no writes without send() blocking',
    }),
    topic: string({ summary: 'the topic, existing or to be' }),
    'sample-records': integer({ min: 1, max: 1_000_000, default: 10_000, summary: 'of --topic to look at, at most' }),
    'measure-seconds': integer({ min: 1, max: 600, default: 8, summary: 'bound of the sweep' }),
    'measure-bytes': bytesFlag({
      default: 1_000_000_000,
      defaultHelp: async () => '1 GB',
      summary: 'bound of the sweep',
    }),
    yes: yesFlag,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ThroughputPlan> {
    const { flags } = await this.parse(PlanThroughput);
    const looked = await this.onNamedCluster(flags, cluster => this.look(cluster, flags));
    const seen = looked ?? nothingSeen;
    const plan = withNote(
      planThroughput(questionOf(flags, seen)),
      looked ? seen.topic?.notSampled : notLookedAt(flags),
    );
    return this.answer(plan, flags, [codecsOf(plan.codecs), sweepOf(plan.sweep)]);
  }

  private async look(cluster: Cluster, flags: Flags): Promise<Seen> {
    const { topic } = flags;
    const { brokers } = await cluster.metadata([]);
    const exists = topic !== undefined && (await existingTopic(cluster, topic)) !== undefined;
    const trial = new CodecTrial(flags['batch-size'] ?? 65_536);
    const sampled =
      topic === undefined || !exists
        ? undefined
        : await sampleTopic(cluster, {
            topic,
            records: flags['sample-records'],
            signal: this.signal,
            onRecord: record => trial.add(record),
          });
    const codecs = trial.results();
    const recordBytes = flags['record-size'] ?? Math.round(sampled?.sample?.plainBytes ?? DEFAULT_RECORD_BYTES);
    const partitions = flags.partitions ?? sampled?.facts.partitions.length ?? 1;
    const sweep = await this.sweep(cluster, flags, {
      partitions: Math.min(partitions, MOST_SWEPT_PARTITIONS),
      replicationFactor: sampled?.facts.replicationFactor ?? Math.min(3, brokers.length),
      recordBytes,
    });
    return { brokers: brokers.length, topic: sampled, codecs, sweep };
  }

  /** Only what is not given is measured, and only after a yes; a terminal is asked, anything else goes on without. */
  private async sweep(
    cluster: Cluster,
    flags: Flags,
    load: { readonly partitions: number; readonly replicationFactor: number; readonly recordBytes: number },
  ): Promise<Sweep | undefined> {
    if (flags['producer-rate'] !== undefined || (!flags.yes && !process.stdin.isTTY)) return undefined;
    const topic = `mq-measure-${randomBytes(4).toString('hex')}`;
    const seconds = flags['measure-seconds'];
    const maxBytes = flags['measure-bytes'];
    const question = `Measure batch sizes on scratch topic ${topic} (at most ${seconds} s and ${formatBytes(maxBytes)}; it is removed again)?`;
    if (!(await this.confirm(question, flags))) return undefined;
    return this.step('Measuring batch sizes', report =>
      sweepBatchSizes(cluster, {
        topic,
        ...load,
        seconds,
        maxBytes,
        signal: this.signal,
        onBytes: bytes => report({ done: bytes, unit: 'bytes', bytes }),
      }),
    );
  }
}

interface Seen {
  readonly brokers: number | undefined;
  readonly topic: SampledTopic | undefined;
  readonly codecs: readonly CodecResult[];
  readonly sweep: Sweep | undefined;
}

const nothingSeen: Seen = { brokers: undefined, topic: undefined, codecs: [], sweep: undefined };

interface Flags extends ClusterFlags, OutputFlags {
  target: number;
  'record-size'?: number | undefined;
  partitions?: number | undefined;
  brokers?: number | undefined;
  instances?: number | undefined;
  'producer-rate'?: number | undefined;
  compression: string;
  'compression-ratio'?: number | undefined;
  'batch-size'?: number | undefined;
  'max-wait': number;
  'ack-latency'?: number | undefined;
  stall: number;
  topic?: string | undefined;
  'sample-records': number;
  'measure-seconds': number;
  'measure-bytes': number;
  yes: boolean;
}

const DEFAULT_RECORD_BYTES = 1024;
const MOST_SWEPT_PARTITIONS = 12;
/** Of one instance where nothing is known: what a plain Java producer on a shared machine does without trouble. */
const ASSUMED_PRODUCER_BYTES_PER_SEC = 50_000_000;
const ASSUMED_ACK_MS = 5;

function questionOf(flags: Flags, { brokers, topic, codecs, sweep }: Seen): Parameters<typeof planThroughput>[0] {
  const sample = topic?.sample;
  const tried = codecs.find(({ codec }) => codec === flags.compression);

  const pick = <T>(given: T | undefined, seen: T | undefined, assumed: T, how: string, otherwise: string) =>
    given !== undefined
      ? { value: given, how: 'given' }
      : seen !== undefined
        ? { value: seen, how }
        : { value: assumed, how: otherwise };
  const record = pick(
    flags['record-size'],
    sample && Math.round(sample.plainBytes),
    DEFAULT_RECORD_BYTES,
    `mean of ${count(sample?.records ?? 0)} records of ${flags.topic}`,
    "mq's own assumption",
  );
  const producer = pick(
    flags['producer-rate'],
    sweep?.rows[0]?.bytesPerSec,
    ASSUMED_PRODUCER_BYTES_PER_SEC,
    "measured: mq's own producer, acks=all, idempotent",
    "mq's own assumption; --yes on a cluster measures it",
  );
  const ack = pick(
    flags['ack-latency'],
    sweep?.ackMs,
    ASSUMED_ACK_MS,
    'measured, one batch of 16 KiB at a time',
    "mq's own assumption",
  );
  const ratio = pick(
    flags['compression-ratio'],
    flags.compression === 'none' ? 1 : tried?.ratio,
    1,
    flags.compression === 'none'
      ? 'no compression'
      : `tried on ${count(sample?.records ?? 0)} records of ${flags.topic}`,
    'not known; name --topic to try it on its records',
  );
  return {
    targetBytesPerSec: flags.target,
    recordBytes: record.value,
    partitions: flags.partitions ?? topic?.facts.partitions.length ?? 1,
    brokers: flags.brokers ?? brokers ?? 1,
    instances: flags.instances,
    compressionRatio: ratio.value,
    codec: flags.compression,
    codecs,
    producerBytesPerSec: producer.value,
    ackMs: ack.value,
    lingerBudgetMs: flags['max-wait'],
    stallMs: flags.stall,
    batchBytes: flags['batch-size'],
    sweep: sweep?.rows ?? [],
    topic: flags.topic,
    how: { record: record.how, producer: producer.how, ack: ack.how, ratio: ratio.how },
  };
}

const codecsOf = (rows: readonly CodecResult[]): Section<CodecResult> => ({
  title: 'Codecs, tried on the sample',
  rows,
  columns: [
    { header: 'codec', value: row => row.codec },
    { header: 'smaller', align: 'right', value: row => `${Number(row.ratio.toPrecision(2))}×` },
    { header: 'speed in one thread here', align: 'right', value: row => rate(row.bytesPerSec) },
  ],
});

const sweepOf = (rows: readonly SweepRow[]): Section<SweepRow> => ({
  title: 'Measured, one producer',
  rows,
  columns: [
    { header: 'batch.size', value: row => row.batchBytes },
    { header: 'written', align: 'right', value: row => rate(row.bytesPerSec) },
    { header: 'batches/s', value: row => Math.round(row.batchesPerSec) },
  ],
});
