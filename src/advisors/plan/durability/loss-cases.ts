/** The document's six ways of sending, and when each loses records. */
import type { DocumentPlace } from '../../document.ts';
import type { Acks } from './survival.ts';

export interface LossCase {
  readonly sending: 'sync' | 'async';
  readonly acks: Acks;
  /** Undefined where the document counts the case and does not describe it. */
  readonly document: { readonly place: DocumentPlace; readonly says: string } | undefined;
  readonly lost: string;
  /** With the acks asked for. */
  readonly isAsked: boolean;
}

export const lossCases: readonly Omit<LossCase, 'isAsked'>[] = [
  {
    sending: 'sync',
    acks: '0',
    document: { place: 'S0:L247', says: 'nothing is confirmed: lost on a network error or when a buffer is full' },
    lost: 'whatever the broker did not take, and the producer never knows: there is no answer to wait for',
  },
  {
    sending: 'async',
    acks: '0',
    document: { place: 'S0:L247', says: 'the same' },
    lost: 'the same; a full buffer loses nothing by itself: send() waits max.block.ms (60 s) and then throws',
  },
  {
    sending: 'sync',
    acks: '1',
    document: { place: 'S0:L249', says: 'the leader confirms and dies before a follower has it' },
    lost: 'acknowledged records that no follower had fetched when the leader was lost: some every time',
  },
  {
    sending: 'async',
    acks: '1',
    document: undefined,
    lost: 'the same, and what the callback does not look at: a failed send that nobody sees',
  },
  {
    sending: 'sync',
    acks: 'all',
    document: { place: 'S0:L263', says: 'the remedy: leader and followers have it before it is confirmed' },
    lost: 'nothing acknowledged, as long as one of the in-sync replicas survives; with min.insync.replicas=1 that may be the leader alone',
  },
  {
    sending: 'async',
    acks: 'all',
    document: { place: 'S0:L263', says: 'the remedy: wait without end when the buffer is full' },
    lost: 'nothing acknowledged; what was never acknowledged must be looked at in the callback after delivery.timeout.ms (2 min)',
  },
];
