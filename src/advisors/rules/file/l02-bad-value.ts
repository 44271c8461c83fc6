import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const badValue = rule({
  id: 'L02',
  name: 'bad-value',
  title: 'A value that is refused',
  severity: 'error',
  why: 'The client or broker does not start, at the latest when this file is rolled out.',
  remedy: 'Write a value that the key takes.',
  truth: {
    text: 'Types, ranges and lists of words are checked at the start: ConfigException in Java, a failed configuration in librdkafka. kafkajs checks nothing and fails later.',
    source: 'ConfigDef of each version; librdkafka CONFIGURATION.md',
  },
  evidence: ['clients'],
  see: ["printf 'acks=all\\nbatch.size=16KB\\n' > seen-l02.properties", 'mq lint seen-l02.properties --only L02'],
  *check({ clients }) {
    yield* faultFindings(clients, 'value');
  },
});
