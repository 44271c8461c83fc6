import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const absentKey = rule({
  id: 'L03',
  name: 'absent-key',
  title: 'A key that this version does not have',
  severity: 'warning',
  why: 'It does nothing: it was removed, or comes with a later version.',
  remedy: 'Take the key away, or say which version is meant (--client-version, --kafka-version).',
  truth: {
    text: 'The tables are taken from the ConfigDefs of Kafka 2.8, 3.9, 4.0, 4.1 and 4.3 and from CONFIGURATION.md of librdkafka 1.9 to 2.15.',
    source: 'ConfigDef of each version; Kafka upgrade notes',
  },
  evidence: ['clients'],
  see: [
    "printf 'node.id=1\\nzookeeper.connect=z:2181\\n' > seen-l03.properties",
    'mq lint seen-l03.properties --only L03',
  ],
  *check({ clients }) {
    yield* faultFindings(clients, 'absent');
  },
});
