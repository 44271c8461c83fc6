import { clientsThat, held, placeIn, placeOf } from '../../evidence/client-setting.ts';
import type { ClientFile } from '../../evidence/given.ts';
import type { Observation } from '../../finding.ts';
import { rule } from '../../rule.ts';

export const noDedup = rule({
  id: 'C10',
  name: 'no-dedup',
  title: 'Records may be handled twice, and nothing takes care of it',
  severity: 'warning',
  why: 'After a crash or a rebalance the records since the last commit come again: an order is booked twice.',
  remedy: 'Let the sink refuse what it has: a unique key, a store of ids, a state machine.',
  claim: {
    text: 'At least once means duplicates: make handling idempotent, by a unique key of the database, by an id in Redis, or by a state machine that refuses a second change.',
    places: ['S0:L146', 'S0:L545', 'S2:Q38'],
  },
  truth: {
    text: 'Still so for every sink outside of Kafka. From topic to topic a transaction does it (KIP-98); a unique key in the transaction that does the work is the safest elsewhere.',
    source: 'Kafka documentation, design: message delivery semantics; KIP-98',
  },
  evidence: ['clients'],
  see: [
    `echo '{"name": "s", "config": {"connector.class": "JdbcSinkConnector", "topics": "orders"}}' > seen-c10.json`,
    'mq lint seen-c10.json --only C10',
  ],
  *check({ clients }, { intents, profile }) {
    yield* jdbcSinks(clients);
    if (profile === 'log') return;
    const consumers = clientsThat('consumer', clients).filter(({ family }) => !/connect|mirrormaker/.test(family));
    const groups = new Set(consumers.map(client => held(client, 'group.id')));
    for (const client of consumers) {
      const group = held(client, 'group.id');
      const said = group === undefined ? undefined : intents.groups[group]?.deduplication;
      if (said === undefined) {
        yield {
          unjudged: `${client.path} does not tell how ${group ? `group ${group}` : 'its group'} deals with a record that comes twice`,
          needs: `groups.${(groups.size === 1 && group) || 'GROUP'}.deduplication in mq-doctor.yaml: none, sink, store or state-machine`,
        };
      } else if (said === 'none') {
        yield {
          subject: placeOf(client, 'group.id'),
          observed: `group ${group} handles records at least once, and deduplication is none`,
          fix: [
            { text: 'Write with a unique key in the same transaction as the work, or keep the ids that are done.' },
          ],
        };
      }
    }
  },
});

/** The one sink whose file says it: plain inserts, without a key of the record. */
function* jdbcSinks(clients: readonly ClientFile[]): Iterable<Observation> {
  for (const client of clients) {
    const { settings } = client;
    if (client.role !== 'connector' || !/Jdbc\w*Sink/.test(settings['connector.class']?.value ?? '')) continue;
    const mode = settings['insert.mode']?.value ?? 'insert';
    if (mode !== 'insert' || (settings['pk.mode']?.value ?? 'none') !== 'none') continue;
    const at = settings['insert.mode'] ?? settings['connector.class']!;
    yield {
      subject: placeIn(client, at),
      observed: 'insert.mode=insert with pk.mode=none: what Connect delivers again becomes a second row',
      fix: [{ text: 'Take insert.mode=upsert with pk.mode=record_key, or a primary key on the table.' }],
    };
  }
}
