import { codeFindings, sourcesMissing } from '../../evidence/code.ts';
import { rule } from '../../rule.ts';

export const commitBeforeProcess = rule({
  id: 'C12',
  name: 'commit-before-process',
  title: 'Offsets are committed before the records are handled',
  severity: 'error',
  why: 'A crash in between loses the records: the next member begins behind them.',
  remedy: 'Process first, then commit.',
  claim: {
    text: 'Handle and then commit: duplicates. Commit and then handle: records are missed.',
    places: ['S0:L146', 'S0:L234'],
  },
  truth: {
    text: 'Still so. commitSync() without arguments commits the position, that is everything the last poll returned, whether it was handled or not.',
    source: 'Kafka javadoc, KafkaConsumer.commitSync',
  },
  evidence: ['clients'],
  see: [
    "printf 'import org.apache.kafka.clients.consumer.KafkaConsumer;\\nKafkaConsumer<String, String> consumer;\\nvar records = consumer.poll(d);\\nconsumer.commitSync();\\n' > seen-c12.java",
    'mq lint seen-c12.java --only C12',
  ],
  *check({ clients }, { profile }) {
    yield* sourcesMissing(clients);
    yield* codeFindings(clients, 'commit-before-handling', {
      severity: profile === 'log' ? 'warning' : 'error',
      fix: [{ text: 'Commit after the work, with the offsets of what is done; and make the work idempotent.' }],
    });
  },
});
