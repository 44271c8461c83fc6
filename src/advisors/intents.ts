/** What the operator means a topic or a group to be: no cluster can tell, and some rules depend on it. */

export interface Intents {
  readonly topics: Readonly<Record<string, TopicIntent>>;
  readonly groups: Readonly<Record<string, GroupIntent>>;
}

export interface TopicIntent {
  /** 'global': one partition on purpose. 'key': order of each key matters. */
  readonly order?: 'global' | 'key';
  /** Tt, Tp, Tc of the partitions rule. */
  readonly targetBytesPerSec?: number;
  readonly producerBytesPerSec?: number;
  readonly consumerBytesPerSec?: number;
  /** It delays records by so much. */
  readonly delayMs?: number;
  /** It holds the dead letters of that topic. */
  readonly deadLettersOf?: string;
  /** How far back a replay has to be able to go. */
  readonly replayMs?: number;
}

export interface GroupIntent {
  /** How far behind it may be. */
  readonly lagLimitMs?: number;
  /** What becomes of a record that comes twice: the sink takes it once, a store of ids or a state machine refuses it, or nothing does. */
  readonly deduplication?: 'none' | 'sink' | 'store' | 'state-machine';
  /** How long that store keeps an id. */
  readonly deduplicationTtlMs?: number;
}

export const noIntents: Intents = { topics: {}, groups: {} };
