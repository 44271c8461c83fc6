import type { ClientKey } from '../../evidence/client-keys.ts';
import { clientsThat, elsewhere, held, isSaid, placeOf, saidText } from '../../evidence/client-setting.ts';
import type { ClientFile } from '../../evidence/given.ts';
import type { Observation } from '../../finding.ts';
import { compareVersions } from '../../lint/key-table.ts';
import { rule } from '../../rule.ts';

const CLASSIC: readonly ClientKey[] = ['partition.assignment.strategy', 'session.timeout.ms', 'heartbeat.interval.ms'];

export const strategyIgnored = rule({
  id: 'C09',
  name: 'strategy-ignored',
  title: 'Settings of classic groups do not go with group.protocol=consumer',
  severity: 'error',
  why: 'A Java consumer since 4.0 refuses to start with them; an older one ignores them.',
  remedy: 'Take partition.assignment.strategy away: the server assigns.',
  claim: {
    text: 'partition.assignment.strategy chooses between Range and RoundRobin.',
    places: ['S0:L290'],
  },
  truth: {
    text: 'Under KIP-848 the brokers assign (uniform or range, group.remote.assignor) and say session and heartbeat (group.consumer.session.timeout.ms).',
    source: 'Kafka documentation, consumer rebalance protocol; ConsumerConfig (tried with 3.9.1, 4.1.1 and 4.3.1)',
  },
  evidence: ['clients'],
  see: [
    "printf 'group.protocol=consumer\\nsession.timeout.ms=45000\\n' > seen-c09.properties",
    'mq lint seen-c09.properties --only C09',
  ],
  *check({ clients }) {
    const consumers = clientsThat('consumer', clients);
    yield* elsewhere(consumers, 'group.protocol');
    for (const client of consumers) {
      if (held(client, 'group.protocol')?.toLowerCase() !== 'consumer') {
        yield* assignorOfBrokers(client);
        continue;
      }
      const refused = client.family === 'librdkafka' || compareVersions(client.version, '4.0') >= 0;
      for (const key of CLASSIC.filter(each => isSaid(client, each))) {
        yield {
          subject: placeOf(client, key),
          observed: `${saidText(client, key)} beside ${saidText(client, 'group.protocol')}`,
          severity: refused ? 'error' : 'warning',
          fix: [
            {
              text:
                key === 'partition.assignment.strategy'
                  ? 'Take it out; group.remote.assignor=range where uniform is not wanted.'
                  : 'Take it out; the brokers say it for each group.',
              command:
                key === 'partition.assignment.strategy'
                  ? undefined
                  : `mq config alter --group ${held(client, 'group.id') ?? 'GROUP'} --set consumer.${key}=${held(client, key)}`,
            },
          ].map(({ text, command }) => ({ text, ...(command ? { command } : {}) })),
        };
      }
    }
  },
});

/** ConsumerConfig refuses it in every version that has it. */
function* assignorOfBrokers(client: ClientFile): Iterable<Observation> {
  if (!isSaid(client, 'group.remote.assignor') || held(client, 'group.protocol') === undefined) return;
  yield {
    subject: placeOf(client, 'group.remote.assignor'),
    observed: `${saidText(client, 'group.remote.assignor')}, and group.protocol is ${held(client, 'group.protocol')}`,
    fix: [
      {
        text: 'Say group.protocol=consumer with it, or take it out: partition.assignment.strategy is for classic groups.',
      },
    ],
  };
}
