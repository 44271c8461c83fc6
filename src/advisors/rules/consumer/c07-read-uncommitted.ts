import { clientsThat, elsewhere, held, placeOf } from '../../evidence/client-setting.ts';
import type { ClientFile } from '../../evidence/given.ts';
import type { GroupFacts } from '../../evidence/group-facts.ts';
import { rule } from '../../rule.ts';

export const readUncommitted = rule({
  id: 'C07',
  name: 'read-uncommitted',
  title: 'A consumer reads records of transactions that were aborted',
  severity: 'warning',
  why: 'What the producer took back is handled all the same: bookings that never were.',
  remedy: 'Set isolation.level=read_committed.',
  truth: {
    text: 'isolation.level is read_uncommitted by default in Java; librdkafka and kafkajs read committed records only. read_committed ends at the last stable offset, so an open transaction holds the reader up.',
    source: 'Kafka documentation, consumer configuration: isolation.level; KIP-98; librdkafka CONFIGURATION.md',
  },
  evidence: ['clients'],
  optional: ['samples', 'groups'],
  see: {
    notHere:
      'it takes a transactional producer, which the commands of mq are not: any Java one will do, and mq lint -b --topic',
  },
  *check({ clients, samples, groups }) {
    const consumers = clientsThat('consumer', clients);
    yield* elsewhere(consumers, 'isolation.level');
    for (const client of consumers) {
      if (held(client, 'isolation.level') !== 'read_uncommitted') continue;
      const topics = topicsOf(client, groups);
      const sampled = topics.filter(topic => samples?.[topic] !== undefined);
      if (sampled.length === 0) {
        yield {
          unjudged: `${client.path} reads uncommitted records, and nothing is known of who writes them`,
          needs: '--topic with the topics that it reads, and READ on them',
        };
        continue;
      }
      const transactional = sampled.filter(topic => samples![topic]!.records.some(record => record.transactional));
      if (transactional.length === 0) continue;
      yield {
        subject: placeOf(client, 'isolation.level'),
        observed: `isolation.level is read_uncommitted, and topic ${transactional.join(', ')} has records of transactions`,
        fix: [{ text: 'Say isolation.level=read_committed (kafkajs: leave readUncommitted out).' }],
      };
    }
  },
});

/** What the file says, else what the members of its group read. */
function topicsOf(client: ClientFile, groups: readonly GroupFacts[] | undefined): string[] {
  if (client.topics.length > 0) return [...client.topics];
  const group = held(client, 'group.id');
  const members = groups?.find(each => each.group === group)?.members ?? [];
  return [...new Set(members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic)))];
}
