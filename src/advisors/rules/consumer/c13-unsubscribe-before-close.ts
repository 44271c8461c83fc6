import { codeFindings, sourcesMissing } from '../../evidence/code.ts';
import { rule } from '../../rule.ts';

export const unsubscribeBeforeClose = rule({
  id: 'C13',
  name: 'unsubscribe-before-close',
  title: 'A consumer leaves its group before its last offsets are committed',
  severity: 'warning',
  why: 'What was read since the last commit is consumed again after every restart.',
  remedy: 'Commit synchronously before closing.',
  claim: {
    text: 'unsubscribe() before close() leaves some offsets uncommitted, and the next start consumes them again; commit synchronously when closing.',
    places: ['S0:L465', 'S0:L545'],
  },
  truth: {
    text: 'close() commits when enable.auto.commit is on, but for the partitions it still has: after unsubscribe() there are none. commitSync() before both, or close() alone.',
    source:
      'ClassicKafkaConsumer.unsubscribe and ConsumerCoordinator.close (tried with 4.1.1 and both group protocols)',
  },
  evidence: ['clients'],
  see: [
    "printf 'import org.apache.kafka.clients.consumer.KafkaConsumer;\\nKafkaConsumer<String, String> consumer;\\nconsumer.unsubscribe();\\nconsumer.close();\\n' > seen-c13.java",
    'mq lint seen-c13.java --only C13',
  ],
  *check({ clients }) {
    yield* sourcesMissing(clients);
    yield* codeFindings(clients, 'unsubscribe-before-close', {
      fix: [{ text: 'Call commitSync() first, or only close(), which leaves the group by itself.' }],
    });
  },
});
