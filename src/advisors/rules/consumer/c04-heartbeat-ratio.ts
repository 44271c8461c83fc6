import { clientsThat, editOf, elsewhere, held, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

export const heartbeatRatio = rule({
  id: 'C04',
  name: 'heartbeat-ratio',
  title: 'Fewer than three heartbeats fit into a session',
  severity: 'warning',
  why: 'One or two heartbeats that are late, a pause of the garbage collector say, put the member out of its group.',
  remedy: 'Let three heartbeats fit into a session.',
  truth: {
    text: 'heartbeat.interval.ms is to be at most a third of session.timeout.ms; Java refuses to start when it is not lower at all. Under group.protocol=consumer the brokers say both.',
    source: 'Kafka documentation, consumer configuration: heartbeat.interval.ms; Heartbeat',
  },
  evidence: ['clients'],
  see: ['echo heartbeat.interval.ms=20000 > seen-c04.properties', 'mq lint seen-c04.properties --only C04'],
  *check({ clients }) {
    const consumers = clientsThat('consumer', clients).filter(client => held(client, 'group.protocol') !== 'consumer');
    yield* elsewhere(consumers, 'session.timeout.ms', 'heartbeat.interval.ms');
    for (const client of consumers) {
      const sessionMs = heldNumber(client, 'session.timeout.ms');
      const heartbeatMs = heldNumber(client, 'heartbeat.interval.ms');
      if (sessionMs === undefined || heartbeatMs === undefined || heartbeatMs * 3 <= sessionMs) continue;
      const third = String(Math.floor(sessionMs / 3));
      const said = client.settings['heartbeat.interval.ms'] !== undefined;
      yield {
        subject: placeOf(client, said ? 'heartbeat.interval.ms' : 'session.timeout.ms'),
        observed: `a heartbeat every ${heartbeatMs} ms in a session of ${sessionMs} ms`,
        numbers: { heartbeatMs, sessionMs },
        ...(heartbeatMs >= sessionMs ? { severity: 'error' as const } : {}),
        fix: [
          said
            ? { text: `At most a third: ${third}.`, ...editOf(client, 'heartbeat.interval.ms', third) }
            : { text: `Say a session of at least ${heartbeatMs * 3} ms, or a heartbeat at most every ${third} ms.` },
        ],
      };
    }
  },
});
