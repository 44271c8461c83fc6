import { faultFindings } from '../../evidence/faults.ts';
import { rule } from '../../rule.ts';

export const secretInClear = rule({
  id: 'L06',
  name: 'secret-in-clear',
  title: 'A secret in clear text',
  severity: 'warning',
  why: 'Whoever reads the file, its history or its backup can log in.',
  remedy: 'Take the secret from a file or from the environment.',
  truth: {
    text: 'Java clients, Connect and brokers take secrets from files and environment variables through ConfigProviders; frameworks have placeholders of their own.',
    source: 'KIP-297; KIP-421; Kafka documentation, configuration providers',
  },
  evidence: ['clients'],
  see: ['echo ssl.keystore.password=a-secret > seen-l06.properties', 'mq lint seen-l06.properties --only L06'],
  *check({ clients }) {
    yield* faultFindings(clients, 'secret');
  },
});
