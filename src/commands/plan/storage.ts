import { integer, string } from '@oclif/core/flags';
import { bytes } from '../../advisors/plan/figure.ts';
import { unlessUnlimited } from '../../advisors/plan/observe/topic-facts.ts';
import { meanText } from '../../advisors/plan/observe/topic-rate.ts';
import { withNote } from '../../advisors/plan/plan.ts';
import { DEFAULT_MAP_COUNT, keptByDefault } from '../../advisors/plan/segments.ts';
import type { BrokerLoad } from '../../advisors/plan/storage/broker-load.ts';
import { type StorageFacts, storageFacts } from '../../advisors/plan/storage/facts.ts';
import type { Kept } from '../../advisors/plan/storage/kept.ts';
import { planStorage, type StoragePlan } from '../../advisors/plan/storage/storage.ts';
import { bytesFlag, clusterFlags, factorFlag, outputFlags, positiveDurationFlag, rateFlag } from '../../cli/flags.ts';
import type { Section } from '../../cli/output.ts';
import { neededToPlan, notLookedAt, PlanCommand, refuseTooMany } from '../../cli/plan-command.ts';

export default class PlanStorage extends PlanCommand<StoragePlan> {
  static override summary = 'What keeping a topic takes: disk, segments, file handles, memory maps, page cache';
  static override description =
    'From flags, from a topic as it is (its settings, and what was written to it in the last 24 hours), or, with neither --topic nor --target, ' +
    'what the brokers of a cluster hold now. Exit code 3 when a disk, vm.max_map_count or the limit of open files does not suffice.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --target 50MB/s --partitions 48 --brokers 6 --replication-factor 3 --retention 7d --disk 4TB',
    '<%= config.bin %> <%= command.id %> --topic orders --growth 2x',
    '<%= config.bin %> <%= command.id %> --bootstrap-server kafka-1:9092',
  ];
  static override flags = {
    target: rateFlag({ summary: 'what producers write, compressed; as measured of --topic when left out' }),
    topic: string({ summary: 'a topic, existing or to be' }),
    growth: factorFlag({ default: 1, summary: 'plan for so many times as much' }),
    partitions: integer({ min: 1, summary: "the topic's, else 1" }),
    'replication-factor': integer({ min: 1, summary: "the topic's, else 3 or as many as there are brokers" }),
    brokers: integer({ min: 1, summary: "the cluster's, else 3" }),
    retention: positiveDurationFlag({ summary: "retention.ms; the topic's, else 7 days" }),
    'retention-bytes': bytesFlag({ summary: "retention.bytes of a partition; the topic's, else none" }),
    'segment-bytes': bytesFlag({ summary: "segment.bytes; the topic's, else 1 GiB" }),
    'segment-ms': positiveDurationFlag({ summary: "segment.ms; the topic's, else 7 days" }),
    disk: bytesFlag({ summary: 'of each broker; as the cluster says when left out' }),
    fill: integer({ min: 1, max: 100, default: 80, helpValue: 'PERCENT', summary: 'how far a disk may be filled' }),
    'max-map-count': integer({ min: 1, default: DEFAULT_MAP_COUNT, summary: "vm.max_map_count of the brokers' hosts" }),
    'open-files': integer({ min: 1, default: 100_000, summary: 'limit of open files of a broker' }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<StoragePlan> {
    const { flags } = await this.parse(PlanStorage);
    const seen = await this.onNamedCluster(flags, cluster => storageFacts(cluster, flags.topic));
    if (seen === undefined && flags.target === undefined)
      throw neededToPlan('what is written', ['--target 50MB/s', '--topic orders -b HOST:PORT to take it from a topic']);
    const brokers = flags.brokers ?? seen?.present.length ?? 3;
    const disks = seen?.present.flatMap(({ diskBytes }) => diskBytes ?? []) ?? [];
    const kept = keptOf(flags, seen, brokers);
    if (kept !== undefined) refuseTooMany(kept.replicationFactor, brokers);
    const plan = planStorage({
      kept,
      compacted: seen?.topic?.facts.configs['cleanup.policy'] === 'compact',
      brokers,
      present: seen?.present ?? [],
      diskBytes: flags.disk ?? (disks.length > 0 ? Math.min(...disks) : undefined),
      fillShare: flags.fill / 100,
      maxMapCount: flags['max-map-count'],
      openFiles: flags['open-files'],
      topicsNotDescribed: seen?.topicsNotDescribed ?? 0,
      topic: flags.topic,
      how: {
        rate: `${flags.target === undefined && seen?.topic?.written ? meanText(seen.topic.written.rate) : 'given'}, growth included`,
        settings: seen?.topic ? `of ${seen.topic.facts.name}, unless given` : "given, else Kafka's own",
      },
    });
    return this.answer(withNote(plan, seen ? undefined : notLookedAt(flags)), flags, [presentOf(plan.present)]);
  }
}

interface Flags {
  target?: number | undefined;
  topic?: string | undefined;
  growth: number;
  partitions?: number | undefined;
  'replication-factor'?: number | undefined;
  retention?: number | undefined;
  'retention-bytes'?: number | undefined;
  'segment-bytes'?: number | undefined;
  'segment-ms'?: number | undefined;
}

function keptOf(flags: Flags, seen: StorageFacts | undefined, brokers: number): Kept | undefined {
  const { facts, written: measured } = seen?.topic ?? {};
  if (flags.target === undefined && flags.topic === undefined) return undefined;
  const written = flags.target ?? measured?.bytesPerSec;
  if (!written)
    throw neededToPlan(
      `what is written to ${flags.topic}${facts ? ' (it has no records)' : ' (it does not exist yet)'}`,
      ['--target 50MB/s'],
    );
  return {
    bytesPerSec: written * flags.growth,
    partitions: flags.partitions ?? facts?.partitions.length ?? 1,
    replicationFactor: flags['replication-factor'] ?? facts?.replicationFactor ?? Math.min(3, brokers),
    retentionMs:
      flags.retention ?? (facts ? unlessUnlimited(facts.configs['retention.ms']) : keptByDefault.retentionMs),
    retentionBytes: flags['retention-bytes'] ?? (facts && unlessUnlimited(facts.configs['retention.bytes'])),
    segmentBytes:
      flags['segment-bytes'] ?? (facts ? Number(facts.configs['segment.bytes']) : keptByDefault.segmentBytes),
    segmentMs: flags['segment-ms'] ?? (facts ? Number(facts.configs['segment.ms']) : keptByDefault.segmentMs),
  };
}

const presentOf = (rows: readonly BrokerLoad[]): Section<BrokerLoad> => ({
  title: 'What brokers hold now',
  rows,
  columns: [
    { header: 'broker', value: row => row.node },
    { header: 'replicas', value: row => row.replicas },
    { header: 'bytes', align: 'right', value: row => bytes(row.bytes) },
    { header: 'segments, about', value: row => row.segments },
    { header: 'disk', align: 'right', value: row => (row.diskBytes === undefined ? null : bytes(row.diskBytes)) },
    { header: 'free', align: 'right', value: row => (row.freeBytes === undefined ? null : bytes(row.freeBytes)) },
  ],
});
