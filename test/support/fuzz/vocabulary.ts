/**
 * Values that were seen in requests and replies, by the name of their field. A request made of them gets past the first checks:
 * it names topics, members and producer ids that there are.
 */
import type { Fields, FieldType } from '../../../src/protocol/schema.ts';
import type { Values } from '../messages.ts';
import type { Random } from '../random.ts';

const KEPT = 24;
/** Fields that hold the same thing under other names. */
const synonyms: Readonly<Record<string, string>> = {
  name: 'topic',
  topicName: 'topic',
  subscribedTopicNames: 'topic',
  topics: 'topic',
  groups: 'groupId',
  groupsNames: 'groupId',
  coordinatorKeys: 'groupId',
  key: 'groupId',
  partitionIndex: 'partition',
  index: 'partition',
  partitions: 'partition',
  partitionIndexes: 'partition',
  generationIdOrMemberEpoch: 'generationId',
  memberEpoch: 'generationId',
  instanceId: 'groupInstanceId',
  transactionalIds: 'transactionalId',
  fetchOffset: 'offset',
  baseOffset: 'offset',
  committedOffset: 'offset',
};

export class Vocabulary {
  private readonly words = new Map<string, unknown[]>();

  /** Takes note of every number and text in a message. */
  learn(fields: Fields, values: Values): void {
    for (const [name, { type }] of Object.entries(fields)) this.learnOf(name, type, values[name]);
  }

  word(field: string, random: Random): unknown {
    const known = this.words.get(synonyms[field] ?? field);
    return known === undefined ? undefined : random.pick(known);
  }

  private learnOf(name: string, type: FieldType, value: unknown): void {
    if (value === undefined || value === null) return;
    if (type.kind === 'struct') this.learn(type.fields, value as Values);
    else if (type.kind === 'array')
      for (const each of (value as unknown[]).slice(0, 10)) this.learnOf(name, type.element, each);
    else if (type.kind !== 'bytes' && type.kind !== 'records') this.keep(synonyms[name] ?? name, value);
  }

  private keep(name: string, value: unknown): void {
    const known = this.words.get(name);
    if (known === undefined) this.words.set(name, [value]);
    else if (!known.includes(value)) {
      if (known.length >= KEPT) known.shift();
      known.push(value);
    }
  }
}
