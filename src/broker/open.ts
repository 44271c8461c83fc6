/** Opens the state of a broker from its data directory: metadata, logs, groups. */
import { systemClock } from '../lib/clock.ts';
import { Failure } from '../lib/failure.ts';
import { wheelClock } from '../lib/wheel-clock.ts';
import type { AdvertisedApi, Broker, Node } from './broker.ts';
import type { Settings } from './config/settings.ts';
import { FetchSessions } from './fetch/sessions.ts';
import { Groups } from './groups.ts';
import type { FileSystem } from './log/file-system.ts';
import type { LogStore } from './log/log-store.ts';
import type { UnsyncedLogs } from './log/unsynced-logs.ts';
import type { Log } from './log-line.ts';
import { DynamicConfigs } from './metadata/dynamic-configs.ts';
import { Features } from './metadata/features.ts';
import { readKafkaDirectory, withEpochsOf } from './metadata/kafka-directory.ts';
import { MetadataError } from './metadata/metadata-error.ts';
import { METADATA_FILE, readMetadata, type StoredMetadata } from './metadata/metadata-file.ts';
import { MetadataStore } from './metadata/metadata-store.ts';
import { sayMinIsrOnce } from './metadata/min-isr.ts';
import { type CheckedTopic, checkNewTopic } from './metadata/new-topic.ts';
import { OwnConfigs } from './metadata/own-configs.ts';
import { ProducerIds } from './metadata/producer-ids.ts';
import { collisionKey } from './metadata/topic-name.ts';
import { Topics } from './metadata/topics.ts';
import type { BufferPool } from './network/buffer-pool.ts';
import type { OutboundBytes } from './network/outbound-bytes.ts';
import { openLogs } from './open-logs.ts';
import { Purgatory } from './purgatory.ts';
import { ClientQuotas } from './quotas/client-quotas.ts';
import { Quotas } from './quotas/quotas.ts';
import type { Partition } from './replication/partition.ts';
import { openAuthorizer } from './security/open-authorizer.ts';
import { ScramCredentials } from './security/scram/credentials.ts';
import { Transactions } from './transactions.ts';
import { type MarkerWriter, outcomeOf, writeMarker } from './write-marker.ts';

interface Surroundings {
  readonly unsynced?: UnsyncedLogs | undefined;
  readonly fs: FileSystem;
  readonly advertised: readonly AdvertisedApi[];
  readonly outbound: OutboundBytes;
  readonly pool: BufferPool;
  readonly log: Log;
}

/** Failure when the directory cannot be used. The caller closes `logs` in the end. */
export function openBroker(
  node: Node,
  dataDir: string,
  settings: Settings,
  { fs, unsynced, log, ...shared }: Surroundings,
): { broker: Broker; logs: LogStore } {
  const clock = wheelClock(systemClock);
  const stored = readMetadata(dataDir) ?? readKafkaDirectory(fs, dataDir, node.id, log);
  const logs = openLogs({ fs, dataDir, nodeId: node.id, settings, topics: stored?.topics ?? [], unsynced, log });
  try {
    const store = new MetadataStore(
      fs,
      dataDir,
      stored === undefined ? newMetadata(logs, dataDir) : withEpochsOf(stored, logs.partitions()),
    );
    const topics = new Topics(store, logs, settings);
    const dynamicConfigs = new DynamicConfigs(store, settings, () => topics.configureAll());
    topics.openAll();
    topics.configureAll(); // the logs were opened before what was set at run time was known
    const groupConfigs = new OwnConfigs(store, 'groupConfigs');
    const groups = new Groups(topics, settings, groupConfigs, clock, log);
    groups.load();
    const producerIds = new ProducerIds(store.current.nextProducerId, blockEnd =>
      store.change(draft => {
        draft.nextProducerId = blockEnd;
      }),
    );
    const slots = settings.number('max.incremental.fetch.session.cache.slots');
    const fetchPurgatory = new Purgatory<Partition>(clock, settings.number('fetch.purgatory.purge.interval.requests'));
    const fetchSessions = new FetchSessions(slots, () => clock.monotonicMs());
    const features = new Features(store);
    const clientMetrics = new OwnConfigs(store, 'clientMetrics');
    if (features.levelOf('eligible.leader.replicas.version') > 0) sayMinIsrOnce(dynamicConfigs, settings);
    const mark: MarkerWriter = marker => outcomeOf(writeMarker(marker, topics, groups, clock.nowMs()));
    const transactions = new Transactions({
      topics,
      settings,
      features,
      producerIds,
      writeMarker: mark,
      clock,
      log,
    });
    transactions.load();
    const coordinators = { groups, transactions };
    const parts = {
      topics,
      features,
      dynamicConfigs,
      groupConfigs,
      clientMetrics,
      metadataOffset: () => store.offset,
      ...coordinators,
      producerIds,
      fetchSessions,
      fetchPurgatory,
      settings,
      clock,
      log,
    };
    const quotas = new Quotas(new ClientQuotas(store), settings, clock);
    const authorizer = openAuthorizer(settings, store, log);
    const scram = new ScramCredentials(store);
    const broker = {
      ...shared,
      ...parts,
      authorizer,
      quotas,
      scram,
      node,
      dataDir,
      clusterId: logs.clusterId,
      directoryId: logs.directoryId,
    };
    return { broker, logs };
  } catch (error) {
    void logs.close();
    throw error;
  }
}

/** A directory with logs and without our metadata was written by somebody else. */
function newMetadata(logs: LogStore, dataDir: string): StoredMetadata {
  const [any] = logs.partitions();
  if (any !== undefined)
    throw new Failure(`${dataDir} holds the log of ${any.topic}-${any.partition} and no ${METADATA_FILE}`, {
      code: 'DATA_DIRECTORY_FOREIGN',
      where: dataDir,
      advice: [
        'start with another --data-dir: this one was not written by mq',
        `or restore ${METADATA_FILE} from a copy`,
      ],
    });
  return { format: 1, nextProducerId: 0, topics: [], brokerConfigs: { ofThisBroker: {}, clusterWide: {} } };
}

/** Creates the topics that are not there yet. Failure when one is there with another number of partitions. */
export function haveTopics(wanted: Readonly<Record<string, number>>, { topics, settings, node }: Broker): void {
  const missing = Object.entries(wanted).filter(([name, partitions]) => {
    const existing = topics.byName(name)?.partitions.length;
    if (existing !== undefined && existing !== partitions)
      throw new Failure(`topic ${name} has ${existing} partitions in this data directory, not ${partitions}`, {
        code: 'USAGE',
        where: name,
        advice: [`--topic ${name}:${existing}`, 'kafka-topics --alter adds partitions while the broker runs'],
      });
    return existing === undefined;
  });
  const checked: CheckedTopic[] = [];
  const named = new Map<string, string>();
  for (const [name, numPartitions] of missing) {
    try {
      topics.checkFree(name);
      const other = named.get(collisionKey(name));
      if (other !== undefined)
        throw new MetadataError('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with topic: ${other}`);
      named.set(collisionKey(name), name);
      checked.push(checkNewTopic({ name, numPartitions, replicationFactor: 1 }, settings, node.id));
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      throw new Failure(error.message, { code: 'USAGE', where: name, cause: error });
    }
  }
  if (checked.length > 0) topics.create(checked);
}
