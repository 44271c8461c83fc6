import { lesson } from '../lesson.ts';

export const producerModes = lesson({
  id: 'S32',
  name: 'producer-modes',
  title: 'Fire and forget, synchronous, asynchronous',
  words: ['fire and forget', 'sync', 'async', 'callback', 'retries'],
  places: ['S2:Q31', 'S2:Q40'],
  document:
    'Fire and forget with acks=0 for throughput; synchronous with acks=all and one request in flight for order; asynchronous with a callback and retries=0, failures to a file, to know without waiting.',
  today: [
    'There is one way to send, asynchronously; what differs is who looks at the result. Look at it in the callback, leave retries to the client, and let delivery.timeout.ms say when it has failed.',
    'Order no longer needs the synchronous mode, and retries=0 no longer fits idempotence.',
  ],
  drawing: `
  send(r)             nobody looks     a loss is silent
  send(r).get()       wait for each    one round trip per record
  send(r, callback)   told later       full speed, nothing silent`,
  claims: [12, 13, 20, 21, 22, 36],
  see: [
    { run: 'mq topic create seen-s32', shows: 'a topic', expect: 'seen-s32' },
    {
      run: 'seq 1 1000 | mq produce seen-s32 -o json',
      shows: 'asynchronous, each acknowledged, the result counted',
      expect: '1000',
    },
  ],
  advice: 'Asynchronous with a callback. mq lint finds retries=0, acks=0 and unwatched sends.',
  rules: ['P01', 'P05', 'P06', 'P11'],
  sources: ['Kafka: KafkaProducer', 'KIP-91'],
});
