import { clientsThat, elsewhere, held, heldNumber, isSaid, placeOf } from '../../evidence/client-setting.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';

/** What brokers allow where nobody has told them otherwise. */
const USUAL = { min: 6000, max: 1_800_000 };

export const sessionRange = rule({
  id: 'C05',
  name: 'session-range',
  title: 'The session timeout is outside of what the brokers allow',
  severity: 'error',
  why: 'The group refuses the member (INVALID_SESSION_TIMEOUT): it never reads a record.',
  remedy: 'Choose a session within the range of the brokers.',
  truth: {
    text: 'group.min.session.timeout.ms is 6000 and group.max.session.timeout.ms 1800000 by default. Only of classic groups: under KIP-848 the brokers say the session.',
    source:
      'Kafka documentation, broker configuration: group.min.session.timeout.ms, group.max.session.timeout.ms; GroupCoordinatorConfig',
  },
  evidence: ['clients'],
  optional: ['brokerConfigs'],
  see: [
    'echo session.timeout.ms=5000 > seen-c05.properties',
    'mq lint seen-c05.properties -b $MQ_BOOTSTRAP_SERVER --only C05',
  ],
  *check({ clients, brokerConfigs }) {
    const consumers = clientsThat('consumer', clients).filter(client => held(client, 'group.protocol') !== 'consumer');
    yield* elsewhere(consumers, 'session.timeout.ms');
    const brokers = Object.values(brokerConfigs ?? {});
    const known = brokers.length > 0;
    const min = Math.max(
      ...brokers.map(each => numberOf(each, 'group.min.session.timeout.ms') ?? USUAL.min),
      known ? 0 : USUAL.min,
    );
    const max = Math.min(
      ...brokers.map(each => numberOf(each, 'group.max.session.timeout.ms') ?? USUAL.max),
      known ? Number.MAX_SAFE_INTEGER : USUAL.max,
    );
    for (const client of consumers) {
      const sessionMs = heldNumber(client, 'session.timeout.ms');
      if (sessionMs === undefined || (sessionMs >= min && sessionMs <= max)) continue;
      // Nobody said it, and the brokers are not known: the default of the client fits the default of the brokers.
      if (!known && !isSaid(client, 'session.timeout.ms')) continue;
      yield {
        subject: placeOf(client, 'session.timeout.ms'),
        observed: `a session of ${sessionMs} ms; the brokers allow ${min} to ${max}${known ? '' : ' unless they are told otherwise'}`,
        numbers: { sessionMs, min, max },
        severity: known ? 'error' : 'warning',
        fix: [
          { text: `Say ${sessionMs < min ? `at least ${min}` : `at most ${max}`}; 45000 is Java’s default.` },
          {
            text: 'Or let the brokers allow it (group.min.session.timeout.ms, group.max.session.timeout.ms in server.properties).',
          },
        ],
      };
    }
  },
});
