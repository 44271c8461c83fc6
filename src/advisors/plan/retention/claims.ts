/** What the documents say of clean-up, and what holds. */
import type { Claim } from '../plan.ts';

export const retentionClaims: readonly Claim[] = [
  {
    place: 'S0:L399',
    says: 'clean-up makes sure that data is not referenced, that is consumed.',
    today: 'it does not look at groups at all: a group that is late loses what expires.',
    source: 'Kafka documentation, cleanup.policy (TopicConfig)',
  },
  {
    place: 'S0:L471',
    says: 'messages are kept for a time, 7 days as a rule, and then deleted.',
    today: 'still the default (log.retention.hours=168); retention.bytes, none by default, may delete earlier.',
    source: 'Kafka documentation, retention.ms and retention.bytes (TopicConfig)',
  },
];
