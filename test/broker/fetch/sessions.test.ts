/** Which fetch sessions are kept when there is no room for all (FetchSessionCacheShard.tryEvict). */
import { beforeEach, describe, expect, it } from 'vitest';
import type { AnsweredPartition, WantedPartition } from '../../../src/broker/fetch/fetch-session.ts';
import { FetchSessions } from '../../../src/broker/fetch/sessions.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';

const MINUTE_MS = 60_000;
let nowMs: number;
let sessions: FetchSessions;

beforeEach(() => {
  nowMs = 0;
  sessions = new FetchSessions(2, () => nowMs);
});

const wanted = (partition: number): WantedPartition => ({
  topic: 'orders',
  topicId: ZERO_UUID,
  partition,
  currentLeaderEpoch: -1,
  fetchOffset: 0,
  lastFetchedEpoch: -1,
  partitionMaxBytes: 1000,
});
const empty: AnsweredPartition = { errorCode: 0, highWatermark: 0, logStartOffset: 0, bytes: 0, diverges: false };
const open = (partitions = 1) =>
  sessions.open(
    false,
    Array.from({ length: partitions }, (_, i) => [wanted(i), empty] as const),
  );
const use = (sessionId: number, sessionEpoch: number) =>
  sessions.contextOf({ sessionId, sessionEpoch, usesTopicIds: false, wanted: [], forgottenKeys: [] }).kind;

describe('when all slots are taken', () => {
  it('a session in use is not given up for another of its size', () => {
    open();
    open();
    nowMs = MINUTE_MS;
    expect(open()).toBe(0);
  });

  it('the one that was not used for two minutes is given up', () => {
    const [first, second] = [open(), open()];
    nowMs = MINUTE_MS;
    expect(use(first, 1)).toBe('incremental');
    nowMs = 2 * MINUTE_MS + 1;
    expect(open()).toBeGreaterThan(0);
    expect(use(first, 2)).toBe('incremental');
    expect(use(second, 1)).toBe('error');
  });

  it('an old one is given up for a larger one, the smallest first', () => {
    const [small, large] = [open(2), open(3)];
    for (const epoch of [1, 2, 3]) {
      nowMs += MINUTE_MS;
      for (const id of [small, large]) expect(use(id, epoch)).toBe('incremental');
    }
    expect(open(2)).toBe(0);
    expect(open(4)).toBeGreaterThan(0);
    expect(use(small, 4)).toBe('error');
    expect(use(large, 4)).toBe('incremental');
  });
});

describe('a session', () => {
  it('is over when its last partition leaves', () => {
    const sessionId = open();
    const forgottenKeys = [`0:${ZERO_UUID}:orders`];
    const context = sessions.contextOf({ sessionId, sessionEpoch: 1, usesTopicIds: false, wanted: [], forgottenKeys });
    expect(context.kind).toBe('sessionless');
    expect(sessions.size).toBe(0);
  });
});
