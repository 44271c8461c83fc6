/** The fetch sessions of all clients, a bounded number of them (Kafka: FetchManager, FetchSessionCacheShard). */
import { randomInt } from 'node:crypto';
import type { ErrorName } from '../../protocol/errors.ts';
import { type AnsweredPartition, FetchSession, type WantedPartition } from './fetch-session.ts';

/** FetchSessionCache: what was not used for so long, or has fewer partitions and lived so long, makes room. */
const MIN_EVICTION_MS = 120_000;

const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;

export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly usesTopicIds: boolean;
  readonly wanted: readonly WantedPartition[];
  readonly forgottenKeys: readonly string[];
}

/** How one fetch request is to be answered. */
export type FetchContext =
  | { readonly kind: 'sessionless' }
  | { readonly kind: 'full' }
  | { readonly kind: 'incremental'; readonly session: FetchSession }
  | { readonly kind: 'error'; readonly error: ErrorName };

export class FetchSessions {
  private readonly sessions = new Map<number, FetchSession>();
  private readonly slots: number;
  private readonly nowMs: () => number;

  constructor(slots: number, nowMs: () => number) {
    this.slots = slots;
    this.nowMs = nowMs;
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Finds what a request refers to, and moves its session on. */
  contextOf(request: SessionRequest): FetchContext {
    const { sessionId, sessionEpoch } = request;
    if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
      this.sessions.delete(sessionId);
      return { kind: sessionEpoch === FINAL_EPOCH ? 'sessionless' : 'full' };
    }
    const session = this.sessions.get(sessionId);
    if (session === undefined) return { kind: 'error', error: 'FETCH_SESSION_ID_NOT_FOUND' };
    if (session.epoch !== sessionEpoch) return { kind: 'error', error: 'INVALID_FETCH_SESSION_EPOCH' };
    if (session.usesTopicIds !== request.usesTopicIds) return { kind: 'error', error: 'FETCH_SESSION_TOPIC_ID_ERROR' };
    session.advance(request.wanted, request.forgottenKeys, this.nowMs());
    // In the order of use: the first one is the one to evict.
    this.sessions.delete(session.id);
    if (session.size === 0) return { kind: 'sessionless' };
    this.sessions.set(session.id, session);
    return { kind: 'incremental', session };
  }

  /** Opens a session with what a full fetch was answered. 0 when there is no room for it: the client goes on without. */
  open(usesTopicIds: boolean, answered: readonly (readonly [WantedPartition, AnsweredPartition])[]): number {
    const nowMs = this.nowMs();
    if (!this.makeRoom(answered.length, nowMs)) return 0;
    const session = new FetchSession(this.newId(), usesTopicIds, nowMs);
    for (const [wanted, answer] of answered) session.start(wanted, answer);
    this.sessions.set(session.id, session);
    return session.id;
  }

  private makeRoom(size: number, nowMs: number): boolean {
    if (this.sessions.size < this.slots) return true;
    const oldest = this.sessions.values().next().value;
    if (oldest === undefined) return false;
    if (nowMs - oldest.lastUsedMs > MIN_EVICTION_MS) return this.sessions.delete(oldest.id);
    const evictable = [...this.sessions.values()].filter(
      session => nowMs - session.createdMs > MIN_EVICTION_MS && session.size < size,
    );
    const smallest = evictable.sort((a, b) => a.size - b.size)[0];
    return smallest !== undefined && this.sessions.delete(smallest.id);
  }

  private newId(): number {
    for (;;) {
      const id = randomInt(1, 2 ** 31);
      if (!this.sessions.has(id)) return id;
    }
  }
}
