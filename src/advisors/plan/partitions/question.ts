/** What a plan of partitions starts from, and the rules and caps that it answers with. Bytes are per second unless the name says otherwise. */
import type { KeySkew } from '../observe/key-skew.ts';
import type { Storage } from './costs.ts';

export interface PartitionsQuestion {
  /** Tt: what the topic must carry. */
  readonly targetBytesPerSec: number;
  /** Tp: what one partition takes from a producer. */
  readonly producerBytesPerSec: number;
  /** Tc: what one consumer gets through, its own work included. */
  readonly consumerBytesPerSec: number;
  /** Multiplies the target: partitions are hard to add later. */
  readonly growth: number;
  readonly brokers: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly recordBytes: number | undefined;
  /** The topic as it is, when it exists. */
  readonly topic: { readonly name: string; readonly partitions: number | undefined } | undefined;
  /** The group that is behind, for the next command. */
  readonly group?: string | undefined;
  /** Partitions of all other topics of the cluster and their replicas. */
  readonly others: { readonly partitions: number; readonly replicas: number } | undefined;
  readonly storage: Storage;
  /** From a sample of the topic. */
  readonly skew?: KeySkew | undefined;
  /** How the rates are known. */
  readonly how?: { readonly target: string; readonly producer: string; readonly consumer: string } | undefined;
}

export interface Rule {
  readonly formula: string;
  readonly arithmetic: string;
  readonly partitions: number;
  readonly source: string;
}

export interface Cap {
  readonly brokers: number;
  readonly replicationFactor: number;
  /** 100 · N · F partitions in the whole cluster. */
  readonly documentClusterPartitions: number;
  readonly clusterPartitions: number;
  readonly leadersPerBroker: number;
  readonly replicasPerBroker: number;
  readonly todayReplicasPerBroker: number;
  readonly verdict: string;
}
