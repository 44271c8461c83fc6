/**
 * The transaction coordinator on its topic: __transaction_state is created when the first client looks for a
 * coordinator, is loaded when the broker starts, and takes the transactions with it when somebody deletes it.
 */
import type { Clock } from '../lib/clock.ts';
import type { Settings } from './config/settings.ts';
import { transactionConfigOf, transactionTopicConfigs } from './config/transaction-settings.ts';
import { TransactionCoordinator } from './coordinator/transaction/coordinator.ts';
import { TRANSACTION_VERSION, versionOfLevel } from './coordinator/transaction/transaction-version.ts';
import type { Log } from './log-line.ts';
import type { Features } from './metadata/features.ts';
import { MetadataError } from './metadata/metadata-error.ts';
import { checkReplicas } from './metadata/new-topic.ts';
import type { ProducerIds } from './metadata/producer-ids.ts';
import { TRANSACTIONS_TOPIC } from './metadata/topic-name.ts';
import type { Topic, Topics } from './metadata/topics.ts';
import { replay } from './replay-partition.ts';
import type { MarkerWriter } from './write-marker.ts';

interface Parts {
  readonly topics: Topics;
  readonly settings: Settings;
  readonly features: Features;
  readonly producerIds: ProducerIds;
  readonly writeMarker: MarkerWriter;
  readonly clock: Clock;
  readonly log: Log;
}

export class Transactions {
  private readonly parts: Parts;
  private topic: Topic | undefined;
  private current: TransactionCoordinator | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The coordinator; without __transaction_state one that coordinates nothing and says so. */
  get coordinator(): TransactionCoordinator {
    const topic = this.parts.topics.byName(TRANSACTIONS_TOPIC);
    return this.current === undefined || topic !== this.topic ? this.load() : this.current;
  }

  /** Reads __transaction_state, if there is one, and goes on with what was under way. */
  load(): TransactionCoordinator {
    this.current?.shutdown();
    this.topic = this.parts.topics.byName(TRANSACTIONS_TOPIC);
    this.current = this.open(this.topic);
    for (const partition of this.topic?.partitions ?? [])
      this.current.load(partition.index, partition.leaderEpoch, replay(partition));
    return this.current;
  }

  /** Whether transactions can be coordinated, after creating __transaction_state if need be. */
  ensureCoordinated(): boolean {
    try {
      this.createTopic();
      return true;
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      const setting = 'transaction.state.log.replication.factor';
      this.parts.log('warn', `${TRANSACTIONS_TOPIC} was not created: ${error.message} (${setting})`);
      return false;
    }
  }

  /** Throws MetadataError when it cannot be. */
  createTopic(): void {
    const { topics, settings } = this.parts;
    if (topics.byName(TRANSACTIONS_TOPIC) !== undefined) return;
    checkReplicas(settings.number('transaction.state.log.replication.factor'));
    const partitions = settings.number('transaction.state.log.num.partitions');
    topics.create([{ name: TRANSACTIONS_TOPIC, partitions, configs: transactionTopicConfigs(settings) }]);
  }

  shutdown(): void {
    this.current?.shutdown();
  }

  private open(topic: Topic | undefined): TransactionCoordinator {
    const { settings, producerIds, features, clock, writeMarker, log } = this.parts;
    return new TransactionCoordinator(
      topic?.partitions.length ?? settings.number('transaction.state.log.num.partitions'),
      {
        clock,
        config: transactionConfigOf(settings),
        newProducerId: () => producerIds.take(),
        level: () => versionOfLevel(features.levelOf(TRANSACTION_VERSION)),
        append: (partition, batch) => void topic!.partitions[partition]!.append(batch, 'coordinator'),
        writeMarker,
        log,
      },
    );
  }
}
