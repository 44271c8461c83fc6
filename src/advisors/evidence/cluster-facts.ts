/** What is known of the cluster as a whole. */

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

export interface QuorumFacts {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

export interface QuorumReplica {
  readonly nodeId: number;
  readonly logEndOffset: number;
  /** −1 when unknown. */
  readonly lastFetchMs: number;
  readonly lastCaughtUpMs: number;
}

export interface FeatureFacts {
  /** Level in force, by feature. */
  readonly finalized: Readonly<Record<string, number>>;
  /** What the broker that answered could do. */
  readonly supported: Readonly<Record<string, { readonly min: number; readonly max: number }>>;
}

export interface QuotaFacts {
  /** For example {user: 'alice'}; null is the default of that type. */
  readonly entity: Readonly<Record<string, string | null>>;
  readonly values: Readonly<Record<string, number>>;
}

export interface AclFacts {
  /** False: the brokers have no authorizer (SECURITY_DISABLED). */
  readonly enabled: boolean;
  readonly bindings: readonly AclBinding[];
}

/** Names as kafka-acls.sh prints them. */
export interface AclBinding {
  readonly resourceType: string;
  readonly resourceName: string;
  readonly patternType: string;
  readonly principal: string;
  readonly host: string;
  readonly operation: string;
  readonly permission: 'ALLOW' | 'DENY';
}
