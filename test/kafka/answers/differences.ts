/**
 * The differences between the broker's answers and Apache Kafka's that are meant to be, each with its reason. One that no row shows any
 * more fails the run: take it off.
 */
export interface AcceptedDifference {
  /** Matched against 'subject / row / path of the field'. */
  readonly at: RegExp;
  readonly why: string;
}

export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    at: /^configs \/ everything of a broker \/ .*\[(advertised\.listeners|listeners|log\.dirs)\]/,
    why: 'each has addresses and a directory of its own',
  },
  {
    at: /^configs \/ everything of a broker \/ .*\[(controller\.listener\.names|controller\.quorum\.voters|inter\.broker\.listener\.name|listener\.security\.protocol\.map)\]/,
    why: 'the broker has no controller that one could connect to, and no brokers beside it',
  },
  {
    at: /^configs \/ everything of a broker \/ .*\[queued\.max\.request\.bytes\]/,
    why: 'on purpose bounded (Kafka: not), so that many large requests do not fill the memory; docs/broker.md',
  },
  {
    at: /^what is offered \/ versions .*\/ finalizedFeaturesEpoch/,
    why: "Kafka's is an offset of its metadata log, the broker counts the changes of features",
  },
  {
    at: /^what is offered \/ versions .*\/ supportedFeatures\[share\.version\]/,
    why: 'no share groups (KIP-932)',
  },
  {
    at: /^features \/ versions afterwards \/ (supportedFeatures\[share\.version\]|finalizedFeaturesEpoch)/,
    why: 'as above',
  },
  {
    at: /^the quorum and the brokers \/ quorum .*(highWatermark|leaderEpoch|logEndOffset|last\w+Timestamp|replicaDirectoryId)/,
    why: 'each has metadata, a directory and a clock of its own; on a busy machine Kafka elects its only controller again',
  },
  {
    at: /^the quorum and the brokers \/ quorum .*nodes\.listeners/,
    why: 'the broker answers for the controller on the listener it was asked on; Kafka has a listener for it',
  },
  {
    at: /^records, gzip \/ something behind it/,
    why: 'node:zlib takes what is behind a member of gzip for the next one and refuses it; Kafka leaves it out',
  },
  {
    at: /^records, (gzip|lz4) \/ .*damage: its middle/,
    why: 'both refuse it: one finds that the bytes do not decompress (UNKNOWN_SERVER_ERROR), one that they make no record (INVALID_RECORD)',
  },
];

/** APIs of Kafka's that the broker does not offer. Anything else that Kafka shows in ApiVersions, the broker shows with the same versions. */
export const NOT_OFFERED: readonly { readonly keys: readonly number[]; readonly why: string }[] = [
  { keys: [38, 39, 40, 41], why: 'no delegation tokens (KIP-48)' },
  { keys: [76, 77, 78, 79, 83, 84, 85, 86, 87, 90, 91, 92], why: 'no share groups (KIP-932)' },
  { keys: [80, 81], why: 'one node: no voters of a quorum come or go (KIP-853)' },
];
