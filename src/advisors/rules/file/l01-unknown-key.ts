import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const unknownKey = rule({
  id: 'L01',
  name: 'unknown-key',
  title: 'A key that nobody knows',
  severity: 'warning',
  why: 'What it was meant to do does not happen, unless an application or a plugin reads it; most of the time it is a slip of the pen.',
  remedy: 'Write the key as the client knows it, or take it away.',
  truth: {
    text: 'Java clients, brokers and Connect log unknown keys and go on, kafkajs ignores them without a word, librdkafka refuses to start. In a file that an application shares with its client, keys that are like none of Kafka’s are no more than an info: the application or a plugin may read them.',
    source: 'AbstractConfig.logUnused; librdkafka CONFIGURATION.md',
  },
  evidence: ['clients'],
  see: ["printf 'acks=all\\nlinger.mss=5\\n' > seen-l01.properties", 'mq lint seen-l01.properties --only L01'],
  *check({ clients }) {
    yield* faultFindings(clients, 'unknown', ({ family }) => (family === 'librdkafka' ? 'error' : 'warning'));
    yield* faultFindings(clients, 'unread', () => 'info');
  },
});
