import { codeFindings, sourcesMissing } from '../../evidence/code.ts';
import { rule } from '../../rule.ts';

export const fireAndForget = rule({
  id: 'P11',
  name: 'fire-and-forget',
  title: 'Nobody looks at what became of a record',
  severity: 'warning',
  why: 'A record that could not be delivered after all retries is gone, and the program goes on as if it were there.',
  remedy: 'Look at the result in a callback, or wait for it.',
  claim: {
    text: 'Three ways to send: fire and forget, synchronous, asynchronous with a callback. The first is the fastest and loses records; the last tells of failures.',
    places: ['S2:Q31', 'S2:Q40'],
  },
  truth: {
    text: 'send() is asynchronous and retries by itself for delivery.timeout.ms; what is left of an error is only in the Future, the Promise or the callback. A callback costs no throughput.',
    source: 'Kafka javadoc, KafkaProducer.send; kafkajs documentation, Producing',
  },
  evidence: ['clients'],
  see: [
    `printf "import { Kafka } from 'kafkajs';\\nconst producer = kafka.producer();\\nproducer.send(record);\\n" > seen-p11.ts`,
    'mq lint seen-p11.ts --only P11',
  ],
  *check({ clients }, { profile }) {
    yield* sourcesMissing(clients);
    yield* codeFindings(clients, 'send-unanswered', {
      severity: profile === 'log' ? 'info' : 'warning',
      fix: [{ text: 'Give send() a callback that counts and logs failures, or wait for what it returns.' }],
    });
  },
});
