import type { Profile } from '../../../lib/profile.ts';
import {
  aboutSetting,
  clientsThat,
  editOf,
  elsewhere,
  held,
  heldNumber,
  isSaid,
  placeOf,
  saidText,
} from '../../evidence/client-setting.ts';
import type { ClientFile } from '../../evidence/given.ts';
import { idempotenceOf, MOST_IN_FLIGHT } from '../../evidence/idempotence.ts';
import type { Severity } from '../../finding.ts';
import { rule } from '../../rule.ts';

export const idempotenceOff = rule({
  id: 'P03',
  name: 'idempotence-off',
  title: 'A producer is not idempotent',
  severity: 'warning',
  why: 'A batch whose acknowledgement got lost is sent again and is in the topic twice; with several requests in flight, records may change places.',
  remedy: 'Switch idempotence on.',
  claim: {
    text: 'Retries put records into the topic twice; the idempotent producer (PID and sequence number) prevents it, and is off by default.',
    places: ['S0:L465'],
  },
  truth: {
    text: 'On by default for Java producers since 3.0 (really since 3.0.1, 3.1.1 and 3.2.0). Off by default in librdkafka and kafkajs. Connect’s producers go without and have one request in flight instead.',
    source: 'Kafka upgrade notes 3.0.0 and 3.2.0; KIP-679; librdkafka CONFIGURATION.md',
  },
  evidence: ['clients'],
  see: ['echo enable.idempotence=false > seen-p03.properties', 'mq lint seen-p03.properties --only P03'],
  *check({ clients }, { profile }) {
    const producers = clientsThat('producer', clients).filter(({ family }) => !/connect|mirrormaker/.test(family));
    yield* elsewhere(producers, 'enable.idempotence');
    for (const client of producers) {
      const idempotence = idempotenceOf(client);
      // What makes Java give it up is a finding of its own (P01, P02, P06).
      if (idempotence === undefined || idempotence.on || idempotence.givenUpFor) continue;
      if (!idempotence.said && client.family === 'java' && /^[01]$/.test(held(client, 'acks') ?? '')) continue;
      const hindered = hindrance(client);
      yield aboutSetting(client, 'enable.idempotence', {
        severity: severityOf(profile),
        ...(transactional(client) && {
          severity: 'error',
          observed: `${saidText(client, 'enable.idempotence')} beside ${saidText(client, 'transactional.id')}: the producer refuses to start`,
        }),
        subject: placeOf(client, 'enable.idempotence'),
        fix: [
          {
            text: `Switch it on: ${switchOf(client)}${hindered ? `, together with ${hindered}` : ''}. It costs next to nothing.`,
            ...(hindered ? {} : editOf(client, 'enable.idempotence', 'true')),
          },
        ],
      });
    }
  },
});

/** Order is what idempotence keeps; who collects logs has chosen to lose and double a line. */
const severityOf = (profile: Profile | undefined): Severity =>
  profile === 'ordered' ? 'error' : profile === 'log' ? 'info' : 'warning';

const switchOf = ({ family }: ClientFile) => (family === 'kafkajs' ? 'idempotent: true' : 'enable.idempotence=true');

/** Its own words against each other. */
const transactional = (client: ClientFile) =>
  client.family !== 'kafkajs' && isSaid(client, 'enable.idempotence') && isSaid(client, 'transactional.id');

/** A client with these refuses to be idempotent. */
function hindrance(client: ClientFile): string | undefined {
  const acks = held(client, 'acks');
  const inFlight = heldNumber(client, 'max.in.flight.requests.per.connection');
  const said = client.settings['max.in.flight.requests.per.connection'] !== undefined;
  if (acks !== undefined && acks !== 'all' && acks !== '-1') return 'acks=all';
  if (heldNumber(client, 'retries') === 0) return 'retries above 0';
  if (said && inFlight !== undefined && inFlight > MOST_IN_FLIGHT)
    return `at most ${MOST_IN_FLIGHT} requests in flight`;
  return undefined;
}
