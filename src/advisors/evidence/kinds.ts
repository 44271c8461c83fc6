/**
 * What rules can know, by kind. Everything is plain JSON, so that it can be saved and looked at without a cluster; nothing is secret and
 * nothing is the content of a record. Units stand last in names; times are epoch milliseconds.
 */

import type {
  AclFacts,
  ClusterFacts,
  Configs,
  FeatureFacts,
  LogDirFacts,
  QuorumFacts,
  QuotaFacts,
} from './cluster-facts.ts';
import type { ClientFile, HostFacts, Metrics } from './given.ts';
import type { GroupFacts, GroupOffsets, OldestUnread } from './group-facts.ts';
import type { History } from './history.ts';
import type { PartitionOffsets, ReassignmentFacts, TopicFacts, TopicSample } from './topic-facts.ts';

export interface EvidenceKinds {
  /** Metadata, DescribeCluster. */
  readonly cluster: ClusterFacts;
  /** Metadata: all topics, Kafka's own included. */
  readonly topics: readonly TopicFacts[];
  /** DescribeConfigs, by topic: only the keys of `topicKeys`; null for those that a broker does not know and calls sensitive. */
  readonly topicConfigs: Readonly<Record<string, Configs>>;
  /** DescribeConfigs, by node id: all keys that are not secret. */
  readonly brokerConfigs: Readonly<Record<string, Configs>>;
  /** ListGroups, DescribeGroups, ConsumerGroupDescribe. */
  readonly groups: readonly GroupFacts[];
  /** OffsetFetch, read before `offsets`, so that no lag comes out negative. */
  readonly committed: readonly GroupOffsets[];
  /** ListOffsets, by topic. */
  readonly offsets: Readonly<Record<string, readonly PartitionOffsets[]>>;
  /** How old the oldest record is that a group has yet to read; only where there is lag. */
  readonly oldestUnread: readonly OldestUnread[];
  /** ListPartitionReassignments. */
  readonly reassignments: readonly ReassignmentFacts[];
  /** DescribeLogDirs. */
  readonly logDirs: readonly LogDirFacts[];
  /** DescribeQuorum; null where the cluster has no quorum, that is under ZooKeeper. */
  readonly quorum: QuorumFacts | null;
  /** ApiVersions: finalized and supported features. */
  readonly features: FeatureFacts;
  /** DescribeClientQuotas. */
  readonly quotas: readonly QuotaFacts[];
  /** DescribeAcls; `enabled` false where there is no authorizer. */
  readonly acls: AclFacts;
  /** A few record headers of each topic asked for: times, sizes, keys as hashes, header names. Needs READ on the topic. */
  readonly samples: Readonly<Record<string, TopicSample>>;
  /** This run's moments (--samples) and those of earlier runs (--state), in order of time; the last one is now. */
  readonly history: History;
  /** Client files that were given (--client), and the connectors of `connectors` that run. */
  readonly clients: readonly ClientFile[];
  /** Connectors that run, with the clients that they configure, as Connect's REST API tells (--connect), and those of client files. */
  readonly connectors: readonly ClientFile[];
  /** A Prometheus text endpoint or file that was given (--metrics). */
  readonly metrics: Metrics;
  /** Facts of the brokers' hosts that were given (--host-facts). */
  readonly host: readonly HostFacts[];
}

export type EvidenceKind = keyof EvidenceKinds;
