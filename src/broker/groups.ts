/**
 * The group coordinator on its topic: __consumer_offsets is created when the first client looks for a coordinator, is
 * loaded when the broker starts, and takes the groups with it when somebody deletes it.
 */
import type { Clock } from '../lib/clock.ts';
import { groupConfigOf } from './config/group-settings.ts';
import type { Settings } from './config/settings.ts';
import { GroupCoordinator } from './coordinator/group/coordinator.ts';
import type { TopicsView } from './coordinator/group/topics-view.ts';
import type { Log } from './log-line.ts';
import { MetadataError } from './metadata/metadata-error.ts';
import { checkReplicas } from './metadata/new-topic.ts';
import type { OwnConfigs } from './metadata/own-configs.ts';
import { OFFSETS_TOPIC } from './metadata/topic-name.ts';
import type { Topic, Topics } from './metadata/topics.ts';
import { replay } from './replay-partition.ts';
import type { Partition } from './replication/partition.ts';

export class Groups {
  private readonly topics: Topics;
  private readonly topicsView: TopicsView;
  private readonly settings: Settings;
  private readonly groupConfigs: OwnConfigs;
  private readonly clock: Clock;
  private readonly log: Log;
  private topic: Topic | undefined;
  private current: GroupCoordinator | undefined;

  constructor(topics: Topics, settings: Settings, groupConfigs: OwnConfigs, clock: Clock, log: Log) {
    this.topics = topics;
    this.topicsView = topicsView(topics, clock.nowMs());
    this.settings = settings;
    this.groupConfigs = groupConfigs;
    this.clock = clock;
    this.log = log;
  }

  /** The coordinator, on time: a member whose session has ended is gone before anybody asks. Without __consumer_offsets it says so. */
  get coordinator(): GroupCoordinator {
    this.clock.runDue?.();
    const topic = this.topics.byName(OFFSETS_TOPIC);
    return this.current === undefined || topic !== this.topic ? this.load() : this.current;
  }

  /** The partition of __consumer_offsets that a group lives in; undefined before there is one. */
  partitionOf(groupId: string): Partition | undefined {
    return this.topics.byName(OFFSETS_TOPIC)?.partitions[this.coordinator.partitionFor(groupId)];
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
      config: groupConfigOf(this.settings, this.groupConfigs),
      topics: this.topicsView,
      append: (partition, batch) => void topic!.partitions[partition]!.append(batch, 'coordinator', true),
      log: this.log,
    });
    for (const partition of topic?.partitions ?? []) coordinator.load(partition.index, replay(partition));
    return coordinator;
  }
}

/** The topics as the group coordinator looks at them. `startMs` sets the versions of this start apart from earlier ones. */
const topicsView = (topics: Topics, startMs: number): TopicsView => ({
  get version() {
    return topics.changes.all;
  },
  get versionWithNewTopics() {
    return startMs + topics.changes.created;
  },
  byName: name => view(topics.byName(name)),
  byId: topicId => view(topics.byId(topicId)),
  *names() {
    for (const { name } of topics.all) yield name;
  },
});

const view = (topic: Topic | undefined) =>
  topic && { topicId: topic.topicId, name: topic.name, partitionCount: topic.partitions.length };
