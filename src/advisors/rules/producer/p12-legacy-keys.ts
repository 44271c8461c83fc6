import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const legacyKeys = rule({
  id: 'P12',
  name: 'legacy-keys',
  title: 'A key is of clients that are no more',
  severity: 'error',
  why: 'Today’s clients ignore it with a line in their log: what it was meant to do does not happen.',
  remedy: "Use the names of today's clients.",
  claim: {
    text: 'Set producer.type to sync or async and request.required.acks to 0, 1 or -1.',
    places: ['S0:L234'],
  },
  truth: {
    text: 'The Scala clients with these keys were removed in 2.0. Java clients log unknown keys and go on; acks=-1 is acks=all.',
    source: 'Kafka upgrade notes 2.0.0',
  },
  evidence: ['clients'],
  see: ['echo request.required.acks=1 > seen-p12.properties', 'mq lint seen-p12.properties --only P12'],
  *check({ clients }) {
    yield* faultFindings(clients, 'legacy');
  },
});
