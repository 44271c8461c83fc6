import { integer, string } from '@oclif/core/flags';
import { sampleTopic } from '../../advisors/plan/observe/sample-topic.ts';
import { peakText } from '../../advisors/plan/observe/topic-rate.ts';
import { type OrderPlan, planOrder } from '../../advisors/plan/order/order.ts';
import type { Requirement, Scope } from '../../advisors/plan/order/requirements.ts';
import { withNote } from '../../advisors/plan/plan.ts';
import { bytesFlag, clusterFlags, outputFlags, positiveDurationFlag, rateFlag } from '../../cli/flags.ts';
import type { Section } from '../../cli/output.ts';
import { notLookedAt, PlanCommand } from '../../cli/plan-command.ts';

export default class PlanOrder extends PlanCommand<OrderPlan> {
  static override summary = 'What order takes: of each key, of each partition, or of the whole topic';
  static override description =
    'Requirements on producers, partitions, consumers, retries and operation, and what order costs in throughput. With --topic a sample of ' +
    'its newest records shows those without a key, keys in other partitions than they belong to, and what the hottest key carries. Exit code ' +
    '3 when the topic or the target does not go with the order asked for.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --scope key --topic orders',
    '<%= config.bin %> <%= command.id %> --scope global --target 30MB/s --producer-rate 25MB/s --consumer-rate 5MB/s',
  ];
  static override flags = {
    scope: string({
      required: true,
      options: ['key', 'partition', 'global'],
      summary: 'within what records shall be in order',
    }),
    topic: string({ summary: 'look at this topic' }),
    target: rateFlag({
      summary: 'what the topic must carry; what was written to --topic in its busiest hour when left out',
    }),
    'producer-rate': rateFlag({ summary: 'Tp: what one partition takes' }),
    'consumer-rate': rateFlag({ summary: 'Tc: what one consumer gets through' }),
    partitions: integer({ min: 1, summary: "of the topic; the topic's own when left out" }),
    'ack-latency': positiveDurationFlag({
      summary: 'from a batch being sent to its acknowledgement; 5ms when left out',
    }),
    'batch-size': bytesFlag({
      default: 16_384,
      defaultHelp: async () => '16 KiB',
      summary: "the producer's batch.size",
    }),
    'sample-records': integer({ min: 1, max: 1_000_000, default: 10_000, summary: 'of --topic to look at, at most' }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<OrderPlan> {
    const { flags } = await this.parse(PlanOrder);
    const { topic } = flags;
    const records = flags['sample-records'];
    const seen =
      topic === undefined
        ? undefined
        : await this.onNamedCluster(flags, cluster => sampleTopic(cluster, { topic, records, signal: this.signal }));
    const measured = seen?.rate && seen.sample ? seen.rate.peakPerSec * seen.sample.storedBytes : undefined;
    const plan = planOrder({
      scope: flags.scope as Scope,
      targetBytesPerSec: flags.target ?? (measured || undefined),
      producerBytesPerSec: flags['producer-rate'],
      consumerBytesPerSec: flags['consumer-rate'],
      partitions: flags.partitions ?? seen?.facts.partitions.length,
      ackMs: flags['ack-latency'] ?? 5,
      batchBytes: flags['batch-size'],
      compacted: seen?.facts.configs['cleanup.policy'].includes('compact') ?? false,
      topic,
      sample: seen?.sample,
      how: {
        target: flags.target === undefined && seen?.rate ? `${topic} ${peakText(seen.rate)}` : 'given',
        ack: flags['ack-latency'] === undefined ? "mq's own assumption" : 'given',
      },
    });
    return this.answer(withNote(plan, seen ? seen.notSampled : notLookedAt(flags)), flags, [
      requirementsView(plan.requirements),
    ]);
  }
}

const requirementsView = (rows: readonly Requirement[]): Section<Requirement> => ({
  title: 'What it takes',
  rows,
  columns: [
    { header: 'of', value: row => row.of },
    { header: 'needed', wraps: true, value: row => row.needed },
  ],
});
