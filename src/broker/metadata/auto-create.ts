/** Topics that come into being because a client asks for them (Kafka: DefaultAutoTopicCreationManager). */
import type { Broker } from '../broker.ts';
import type { MutationPermits } from '../quotas/mutation-quota.ts';
import { MetadataError } from './metadata-error.ts';
import { checkNewTopic } from './new-topic.ts';
import { nameProblem, OFFSETS_TOPIC, TRANSACTIONS_TOPIC } from './topic-name.ts';

/** Creates what it can with the broker's defaults. What cannot be is logged: the client only sees that it stays unknown. */
export function autoCreate(
  names: readonly string[],
  { topics, settings, groups, transactions, node, log }: Broker,
  permits: MutationPermits,
): void {
  for (const name of names) {
    if (nameProblem(name) !== undefined) continue;
    try {
      if (name === OFFSETS_TOPIC) {
        groups.createOffsetsTopic();
        continue;
      }
      if (name === TRANSACTIONS_TOPIC) {
        transactions.createTopic();
        continue;
      }
      topics.checkFree(name);
      const topic = checkNewTopic({ name, numPartitions: -1, replicationFactor: -1 }, settings, node.id);
      permits.take(topic.partitions);
      topics.create([topic]);
      log('info', `created topic ${name} with ${topic.partitions} partitions: a client asked for it`);
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      log('warn', `topic ${name} was not created for a client: ${error.message}`);
    }
  }
}
