import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const duplicateKey = rule({
  id: 'L05',
  name: 'duplicate-key',
  title: 'A key that is said twice',
  severity: 'warning',
  why: 'Only one of them counts; somebody will change the other and wonder.',
  remedy: 'Say it once.',
  truth: {
    text: 'The last one wins in Java properties and in most readers of YAML; YAML itself forbids it.',
    source: 'java.util.Properties.load; YAML 1.2.2 section 3.2.1.3',
  },
  evidence: ['clients'],
  see: ["printf 'acks=1\\nacks=all\\n' > seen-l05.properties", 'mq lint seen-l05.properties --only L05'],
  *check({ clients }) {
    yield* faultFindings(clients, 'duplicate');
  },
});
