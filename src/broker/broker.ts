/** What the handlers of requests find: the state of the one node, in parts. */
import type { Clock } from '../lib/clock.ts';
import type { Settings } from './config/settings.ts';
import type { FetchSessions } from './fetch/sessions.ts';
import type { Groups } from './groups.ts';
import type { Log } from './log-line.ts';
import type { DynamicConfigs } from './metadata/dynamic-configs.ts';
import type { Features } from './metadata/features.ts';
import type { OwnConfigs } from './metadata/own-configs.ts';
import type { ProducerIds } from './metadata/producer-ids.ts';
import type { Topics } from './metadata/topics.ts';
import type { BufferPool } from './network/buffer-pool.ts';
import type { OutboundBytes } from './network/outbound-bytes.ts';
import type { Purgatory } from './purgatory.ts';
import type { Quotas } from './quotas/quotas.ts';
import type { Partition } from './replication/partition.ts';
import type { Authorizer } from './security/authorizer.ts';
import type { ScramCredentials } from './security/scram/credentials.ts';
import type { Transactions } from './transactions.ts';

export interface Broker {
  readonly node: Node;
  readonly clusterId: string;
  readonly dataDir: string;
  /** The id of the data directory (KIP-858). */
  readonly directoryId: string;
  /** How often the metadata was changed. */
  metadataOffset(): number;
  readonly settings: Settings;
  readonly dynamicConfigs: DynamicConfigs;
  readonly groupConfigs: OwnConfigs;
  readonly clientMetrics: OwnConfigs;
  readonly features: Features;
  readonly topics: Topics;
  readonly groups: Groups;
  readonly transactions: Transactions;
  readonly producerIds: ProducerIds;
  readonly fetchSessions: FetchSessions;
  /** Fetches that wait for bytes. */
  readonly fetchPurgatory: Purgatory<Partition>;
  /** What clients have not read yet of their replies. */
  readonly outbound: OutboundBytes;
  /** Memory for records on their way to clients. */
  readonly pool: BufferPool;
  readonly advertised: readonly AdvertisedApi[];
  /** Undefined when none is configured: everything is allowed. */
  readonly authorizer: Authorizer | undefined;
  readonly quotas: Quotas;
  readonly scram: ScramCredentials;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where clients are told to connect is said by the listener that they came in on. */
export interface Node {
  readonly id: number;
  readonly rack: string | null;
}

export interface AdvertisedApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}
