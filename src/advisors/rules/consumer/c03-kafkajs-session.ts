import { clientsThat, elsewhere, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { notMeasured } from '../../evidence/handler-time.ts';
import { rule } from '../../rule.ts';

export const kafkajsSession = rule({
  id: 'C03',
  name: 'kafkajs-session',
  title: 'One record takes longer than the session of a kafkajs consumer',
  severity: 'error',
  why: 'kafkajs sends heartbeats between records only: the member is put out of its group during the work, and the record is done again by another.',
  remedy: 'Call heartbeat() from long handlers, or raise sessionTimeout.',
  claim: {
    text: 'Work that takes longer than the session timeout (30 s in 0.10) causes a rebalance, and what was not committed is consumed again.',
    places: ['S0:L465'],
  },
  truth: {
    text: 'Java and librdkafka send heartbeats from a thread of their own, so only the poll interval counts there. kafkajs is as the document says: sessionTimeout is 30000, and a heartbeat comes after each record or when the handler calls heartbeat().',
    source: 'kafkajs documentation, Consuming: heartbeat; kafkajs issue 447; KIP-62',
  },
  evidence: ['clients'],
  see: [
    `echo '{"brokers": ["a", "b"], "consumer": {"groupId": "g"}}' > seen-c03.json`,
    'mq lint seen-c03.json --handler-ms 31s --only C03',
  ],
  *check({ clients }) {
    const consumers = clientsThat('consumer', clients).filter(({ family }) => family === 'kafkajs');
    yield* notMeasured(consumers);
    yield* elsewhere(consumers, 'session.timeout.ms');
    for (const client of consumers) {
      const sessionMs = heldNumber(client, 'session.timeout.ms');
      const { handlerP99Ms } = client;
      if (sessionMs === undefined || handlerP99Ms === undefined || handlerP99Ms <= sessionMs) continue;
      yield {
        subject: placeOf(client, 'session.timeout.ms'),
        observed: `${handlerP99Ms} ms for a record, and the session is ${sessionMs} ms`,
        numbers: { handlerP99Ms, sessionMs },
        fix: [
          { text: 'Call heartbeat() from the handler, at least every third of sessionTimeout.' },
          {
            text: `Or set sessionTimeout: ${Math.ceil(handlerP99Ms * 2)}, if the brokers’ group.max.session.timeout.ms lets it.`,
          },
        ],
      };
    }
  },
});
