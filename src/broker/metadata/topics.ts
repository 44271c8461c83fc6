/** The topics of the broker: what the metadata file says of them, and their open partitions. */
import { randomBytes } from 'node:crypto';
import { logConfigOf } from '../config/log-settings.ts';
import type { Settings, Values } from '../config/settings.ts';
import type { LogStore } from '../log/log-store.ts';
import { Partition } from '../replication/partition.ts';
import { MetadataError } from './metadata-error.ts';
import type { StoredTopic } from './metadata-file.ts';
import type { MetadataStore } from './metadata-store.ts';
import type { CheckedTopic } from './new-topic.ts';
import { collisionKey, isInternal } from './topic-name.ts';

export interface Topic {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  /** Only what was set for this topic. */
  readonly configs: Values;
  readonly partitions: readonly Partition[];
}

interface OpenTopic extends Topic {
  configs: Values;
  readonly partitions: Partition[];
}

export class Topics {
  private readonly store: MetadataStore;
  private readonly logs: LogStore;
  private readonly settings: Settings;
  private readonly names = new Map<string, OpenTopic>();
  private readonly ids = new Map<string, OpenTopic>();
  private readonly taken = new Map<string, Set<string>>();
  /** How often topics came, and came, went or grew, since the start: whoever keeps what it has seen of them compares. */
  readonly changes = { all: 0, created: 0 };

  constructor(store: MetadataStore, logs: LogStore, settings: Settings) {
    this.store = store;
    this.logs = logs;
    this.settings = settings;
  }

  /** Opens every stored topic under a new leader epoch, as after the election that follows a restart. */
  openAll(): void {
    this.store.change(({ topics }) => {
      for (const topic of topics) topic.leaderEpochs = topic.leaderEpochs.map(epoch => epoch + 1);
    });
    this.removeStrays();
    for (const stored of this.store.current.topics) this.add(this.open(stored));
  }

  get all(): Iterable<Topic> {
    return this.names.values();
  }

  get count(): number {
    return this.names.size;
  }

  byName(name: string): Topic | undefined {
    return this.names.get(name);
  }

  byId(topicId: string): Topic | undefined {
    return this.ids.get(topicId);
  }

  /**
   * Throws MetadataError when there is such a topic, or one whose name differs only in '.' and '_'. Those of one request are not held
   * against each other, so that such names may be there after all: see ReplicationControlManager.validateNewTopicNames.
   */
  checkFree(name: string): void {
    if (this.names.has(name)) throw new MetadataError('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
    const [other] = [...(this.taken.get(collisionKey(name)) ?? [])].sort();
    if (other !== undefined)
      throw new MetadataError('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topic: ${other}`);
  }

  /** Topics appear together, and stay when the broker dies right after. */
  create(checked: readonly CheckedTopic[]): Topic[] {
    const stored = checked.map(
      ({ name, partitions, configs }): StoredTopic => ({
        name,
        topicId: newTopicId(),
        leaderEpochs: new Array<number>(partitions).fill(0),
        configs: Object.fromEntries(configs),
      }),
    );
    const opened: OpenTopic[] = [];
    try {
      for (const topic of stored) opened.push(this.open(topic));
      this.store.change(({ topics }) => topics.push(...stored));
    } catch (error) {
      for (const topic of opened) this.discard(topic.partitions);
      throw error;
    }
    for (const topic of opened) this.add(topic);
    this.changes.created++;
    this.changes.all++;
    return opened;
  }

  /** Topics are gone from the metadata first: what is left of them on disk after a crash then belongs to nobody. */
  delete(deleted: readonly Topic[]): void {
    const names = new Set(deleted.map(topic => topic.name));
    this.store.change(({ topics }) => {
      topics.splice(0, topics.length, ...topics.filter(topic => !names.has(topic.name)));
    });
    this.changes.all++;
    for (const { name } of deleted) {
      const topic = this.names.get(name);
      if (topic === undefined) continue;
      this.names.delete(name);
      this.ids.delete(topic.topicId);
      this.giveFree(name);
      this.discard(topic.partitions);
    }
  }

  addPartitions({ name }: Topic, total: number): void {
    const topic = this.names.get(name)!;
    const before = topic.partitions.length;
    const added: Partition[] = [];
    try {
      for (let index = before; index < total; index++) added.push(this.openPartition(topic, index, 0));
      this.store.changeTopic(name, stored => void stored.leaderEpochs.push(...added.map(() => 0)));
    } catch (error) {
      this.discard(added);
      throw error;
    }
    topic.partitions.push(...added);
    this.changes.all++;
  }

  setConfigs({ name }: Topic, configs: Values): void {
    this.store.changeTopic(name, stored => {
      stored.configs = Object.fromEntries(configs);
    });
    const topic = this.names.get(name)!;
    topic.configs = configs;
    this.configure(topic);
  }

  /** After a change of the broker's own settings: most topics take theirs from those. */
  configureAll(): void {
    for (const topic of this.names.values()) this.configure(topic);
  }

  /**
   * Logs of topics that were not created to the end, or deleted and not removed, when the broker died. One with the name
   * of a topic and another id is nothing that a crash can leave.
   */
  private removeStrays(): void {
    const known = new Map(this.store.current.topics.map(topic => [topic.name, topic]));
    for (const log of [...this.logs.partitions()]) {
      const stored = known.get(log.topic);
      if (stored === undefined || log.partition >= stored.leaderEpochs.length)
        this.logs.delete(log.topic, log.partition);
      else if (stored.topicId !== log.topicId)
        this.logs.refuse(log, `it is of the topic with id ${log.topicId}, ${log.topic} has the id ${stored.topicId}`);
    }
  }

  private configure({ partitions, configs }: Topic): void {
    const config = logConfigOf(this.settings, configs);
    for (const { log } of partitions) log.updateConfig(config);
  }

  private add(topic: OpenTopic): void {
    this.names.set(topic.name, topic);
    this.ids.set(topic.topicId, topic);
    const key = collisionKey(topic.name);
    this.taken.set(key, (this.taken.get(key) ?? new Set()).add(topic.name));
  }

  private giveFree(name: string): void {
    const key = collisionKey(name);
    const alike = this.taken.get(key)!;
    alike.delete(name);
    if (alike.size === 0) this.taken.delete(key);
  }

  private open(stored: StoredTopic): OpenTopic {
    const { name, topicId } = stored;
    const configs = new Map(Object.entries(stored.configs));
    const topic: OpenTopic = { name, topicId, configs, isInternal: isInternal(name), partitions: [] };
    try {
      for (const [index, epoch] of stored.leaderEpochs.entries())
        topic.partitions.push(this.openPartition(topic, index, epoch));
    } catch (error) {
      this.discard(topic.partitions);
      throw error;
    }
    return topic;
  }

  private openPartition({ name, topicId, configs }: Topic, index: number, leaderEpoch: number): Partition {
    const config = logConfigOf(this.settings, configs);
    const log = this.logs.create(name, index, topicId, config);
    log.startLeaderEpoch(leaderEpoch);
    return new Partition(index, leaderEpoch, log);
  }

  private discard(partitions: readonly Partition[]): void {
    for (const partition of partitions) {
      this.logs.delete(partition.log.topic, partition.index);
      partition.markDeleted();
    }
  }
}

/** A random UUID in Kafka's text form; like Kafka's Uuid.randomUuid none that starts with a dash, which tools take for an option. */
export function newTopicId(): string {
  for (;;) {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const id = bytes.toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
