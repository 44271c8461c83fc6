import { formatDuration } from '../../../lib/duration.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'replica.lag.time.max.ms';
const SHORT_MS = 10_000;
const LONG_MS = 60_000;

export const replicaLagTime = rule({
  id: 'B17',
  name: 'replica-lag-time',
  title: 'Followers leave the ISR too soon or too late',
  severity: 'warning',
  why: 'Too short, and a pause of the garbage collector shrinks the ISR and grows it again all day; too long, and every write with acks=all waits that much longer for a follower that hangs.',
  remedy: 'Go back to 30 seconds.',
  claim: {
    text: 'Followers that are behind by more than replica.lag.time.max.ms or replica.lag.max.messages leave the ISR; since 0.10 only the time counts.',
    places: ['S0:L104'],
  },
  truth: {
    text: "30 s since 2.5, 10 s before; the number of records went with 0.9. It is read at the start of a broker. A broker that is gone is dropped sooner, when its session ends (broker.session.timeout.ms, 9 s). Between 10 s and 60 s nothing is said: mq's own thresholds.",
    source: 'Kafka upgrade notes 0.9.0.0, 2.5.0 (KIP-537)',
  },
  evidence: ['brokerConfigs'],
  see: { notHere: 'a broker reads it at its start: mq broker dev --config replica.lag.time.max.ms=5000 shows it' },
  *check({ brokerConfigs }) {
    const byValue = Map.groupBy(Object.entries(brokerConfigs), ([, configs]) => numberOf(configs, KEY));
    for (const [valueMs, brokers] of byValue) {
      if (valueMs === undefined || (valueMs >= SHORT_MS && valueMs <= LONG_MS)) continue;
      const ids = brokers.map(([id]) => Number(id));
      yield {
        subject: ids.length === 1 ? { type: 'broker', broker: ids[0]! } : { type: 'cluster' },
        observed: `${KEY}=${valueMs} (${formatDuration(valueMs)}) on ${brokersText(ids)}; the default is 30 s`,
        numbers: { valueMs },
        fix: [
          {
            text: `Take ${KEY} out of server.properties, or write 30000, and restart one broker after the other.`,
          },
        ],
      };
    }
  },
});
