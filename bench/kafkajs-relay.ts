/**
 * The relay that a team writes on a Friday afternoon: kafkajs on both ends, a batch in, a batch out, with the defaults of kafkajs.
 * kafkajs-relay.ts BROKER SOURCE TARGET GROUP RECORDS prints the records a second.
 */
import { Kafka, logLevel } from 'kafkajs';

const [broker, source, target, groupId, count] = process.argv.slice(2) as [string, string, string, string, string];
const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId });
const producer = kafka.producer();
const records = Number(count);
let moved = 0;
let startMs: number | undefined;

await Promise.all([consumer.connect(), producer.connect()]);
await consumer.subscribe({ topic: source, fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: 4,
  async eachBatch({ batch }) {
    startMs ??= performance.now();
    const messages = batch.messages.map(({ key, value, headers, timestamp }) => ({
      key,
      value,
      timestamp,
      ...(headers && { headers }),
    }));
    await producer.send({ topic: target, messages });
    moved += messages.length;
    if (moved < records) return;
    console.log(Math.round(moved / ((performance.now() - startMs) / 1e3)));
    process.exit();
  },
});
