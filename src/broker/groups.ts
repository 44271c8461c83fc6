/**
 * The group coordinator on its topic: __consumer_offsets is created when the first client looks for a coordinator, is
 * loaded when the broker starts, and takes the groups with it when somebody deletes it.
 */
import type { Clock } from '../lib/clock.ts';
import { lastOffset, wholeBatches } from '../protocol/records/batch.ts';
import { groupConfigOf } from './config/group-settings.ts';
import type { Settings } from './config/settings.ts';
import { GroupCoordinator } from './coordinator/group/coordinator.ts';
import type { Log } from './log-line.ts';
import { MetadataError } from './metadata/metadata-error.ts';
import { checkReplicas } from './metadata/new-topic.ts';
import { OFFSETS_TOPIC } from './metadata/topic-name.ts';
import type { Topic, Topics } from './metadata/topics.ts';

const READ_BYTES = 1024 * 1024;

export class Groups {
  private readonly topics: Topics;
  private readonly settings: Settings;
  private readonly clock: Clock;
  private readonly log: Log;
  private topic: Topic | undefined;
  private current: GroupCoordinator | undefined;

  constructor(topics: Topics, settings: Settings, clock: Clock, log: Log) {
    this.topics = topics;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /** The coordinator; without __consumer_offsets one that coordinates nothing and says so. */
  get coordinator(): GroupCoordinator {
    const topic = this.topics.byName(OFFSETS_TOPIC);
    return this.current === undefined || topic !== this.topic ? this.load() : this.current;
  }

  /** Reads __consumer_offsets, if there is one. */
  load(): GroupCoordinator {
    this.current?.shutdown();
    this.topic = this.topics.byName(OFFSETS_TOPIC);
    this.current = this.open(this.topic);
    return this.current;
  }

  /** Whether groups can be coordinated, after creating __consumer_offsets if need be. */
  ensureCoordinated(): boolean {
    try {
      this.createOffsetsTopic();
      return true;
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      this.log('warn', `${OFFSETS_TOPIC} was not created: ${error.message} (offsets.topic.replication.factor)`);
      return false;
    }
  }

  /** Throws MetadataError when it cannot be. */
  createOffsetsTopic(): void {
    if (this.topics.byName(OFFSETS_TOPIC) !== undefined) return;
    checkReplicas(this.settings.number('offsets.topic.replication.factor'));
    const partitions = this.settings.number('offsets.topic.num.partitions');
    const segmentBytes = this.settings.text('offsets.topic.segment.bytes')!;
    const configs = new Map([
      ['compression.type', 'producer'],
      ['cleanup.policy', 'compact'],
      ['segment.bytes', segmentBytes],
    ]);
    this.topics.create([{ name: OFFSETS_TOPIC, partitions, configs }]);
  }

  /** After topics were deleted: their offsets go, and all groups with __consumer_offsets. */
  topicsDeleted(deleted: readonly Topic[]): void {
    for (const { name } of deleted) {
      if (name === OFFSETS_TOPIC) this.load();
      else this.current?.topicDeleted(name);
    }
  }

  shutdown(): void {
    this.current?.shutdown();
  }

  private open(topic: Topic | undefined): GroupCoordinator {
    const coordinator = new GroupCoordinator({
      partitions: topic?.partitions.length ?? this.settings.number('offsets.topic.num.partitions'),
      clock: this.clock,
      config: groupConfigOf(this.settings),
      append: (partition, batch) => void topic!.partitions[partition]!.append(batch, 'coordinator'),
      log: this.log,
    });
    for (const { index } of topic?.partitions ?? []) coordinator.load(index, batchesOf(topic!, index));
    return coordinator;
  }
}

function* batchesOf(topic: Topic, partition: number): Generator<Buffer> {
  const { log } = topic.partitions[partition]!;
  for (let offset = log.logStartOffset; offset < log.logEndOffset; ) {
    const { records } = log.read(offset, { maxBytes: READ_BYTES, minOneBatch: true, upTo: log.logEndOffset });
    if (records.length === 0) return;
    for (const slice of records) {
      yield slice;
      for (const at of wholeBatches(slice)) offset = lastOffset(slice, at) + 1;
    }
  }
}
