import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const deprecatedKey = rule({
  id: 'L04',
  name: 'deprecated-key',
  title: 'A key that will be removed',
  severity: 'info',
  why: 'The next major version does not know it any more.',
  remedy: 'Use the key that follows it before the next major version.',
  truth: {
    text: 'Deprecated keys go with the next major version at the earliest.',
    source: 'ConfigDef of each version; librdkafka CONFIGURATION.md; Spring Boot configuration metadata',
  },
  evidence: ['clients'],
  see: [
    "printf 'node.id=1\\nlog.cleaner.enable=true\\n' > seen-l04.properties",
    'mq lint seen-l04.properties --only L04',
  ],
  *check({ clients }) {
    yield* faultFindings(clients, 'deprecated');
  },
});
