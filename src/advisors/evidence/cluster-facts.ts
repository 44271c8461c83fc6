/** What is known of the cluster as a whole; quorum, features, quotas and ACLs are what the gateway answers, as it stands. */
import type { Acl } from '../../kafka/admin/acls.ts';

export type { Features as FeatureFacts } from '../../kafka/admin/features.ts';
export type { Quorum as QuorumFacts, QuorumReplica } from '../../kafka/admin/quorum.ts';
export type { Quota as QuotaFacts } from '../../kafka/admin/quotas.ts';

export interface ClusterFacts {
  readonly clusterId: string | null;
  readonly brokers: readonly BrokerFacts[];
}

export interface BrokerFacts {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  /** Registered, but not serving; false where the cluster cannot tell (before 4.0). */
  readonly fenced: boolean;
}

/** Values by Kafka's name of the key. */
export type Configs = Readonly<Record<string, ConfigFact>>;

export interface ConfigFact {
  /** Null when not set and without a default. */
  readonly value: string | null;
  /** Where the value comes from, the strongest (Kafka: ConfigEntry.ConfigSource). */
  readonly source: 'topic' | 'broker' | 'all-brokers' | 'server-properties' | 'default' | 'group' | 'unknown';
  /** What server.properties says where a value set in the cluster hides it (a synonym of DescribeConfigs). */
  readonly serverProperties?: string;
}

/** A log directory of a broker, or the error that it is offline with. */
export interface LogDirFacts {
  readonly node: number;
  readonly path: string;
  /** Kafka's error name, KAFKA_STORAGE_ERROR for a failed disk; null when it is well. */
  readonly error: string | null;
  /** Of the volume; null when the broker does not say (before 3.3). */
  readonly totalBytes: number | null;
  readonly usableBytes: number | null;
  readonly replicas: readonly ReplicaSize[];
}

export interface ReplicaSize {
  readonly topic: string;
  readonly partition: number;
  readonly sizeBytes: number;
  /** Records behind the high watermark. */
  readonly offsetLag: number;
}

export interface AclFacts {
  /** False: the brokers have no authorizer (SECURITY_DISABLED). */
  readonly enabled: boolean;
  readonly bindings: readonly Acl[];
}
