import { clientsThat, elsewhere, heldNumber, placeOf } from '../../evidence/client-setting.ts';
import { notMeasured } from '../../evidence/handler-time.ts';
import { rule } from '../../rule.ts';

export const pollBudget = rule({
  id: 'C02',
  name: 'poll-budget',
  title: 'A full poll takes longer than max.poll.interval.ms',
  severity: 'error',
  why: 'The member is put out of its group in the midst of its work, its commits fail, and another one does the same records again: a group that goes round in circles.',
  remedy: 'Poll fewer records, or allow more time between polls.',
  claim: {
    text: 'Whoever does not finish a batch within five minutes causes a rebalance, and records are consumed twice; poll fewer, or handle them faster.',
    places: ['S2:Q38', 'S0:L465'],
  },
  truth: {
    text: 'max.poll.records × time per record has to fit into max.poll.interval.ms (300000). Heartbeats come from a thread of their own and do not help.',
    source: 'Kafka documentation, consumer configuration: max.poll.interval.ms; KIP-62',
  },
  evidence: ['clients'],
  see: ['echo max.poll.records=500 > seen-c02.properties', 'mq lint seen-c02.properties --handler-ms 1s --only C02'],
  *check({ clients }) {
    // librdkafka hands out one record at a time, kafkajs has no interval between polls.
    const consumers = clientsThat('consumer', clients).filter(({ family }) => !/librdkafka|kafkajs/.test(family));
    yield* notMeasured(consumers);
    yield* elsewhere(consumers, 'max.poll.records', 'max.poll.interval.ms');
    for (const client of consumers) {
      const records = heldNumber(client, 'max.poll.records');
      const intervalMs = heldNumber(client, 'max.poll.interval.ms');
      const { handlerP99Ms } = client;
      if (records === undefined || intervalMs === undefined || handlerP99Ms === undefined) continue;
      const neededMs = records * handlerP99Ms;
      if (neededMs <= intervalMs) continue;
      const fitting = Math.max(1, Math.floor(intervalMs / 2 / handlerP99Ms));
      yield {
        subject: placeOf(client, client.settings['max.poll.records'] ? 'max.poll.records' : 'max.poll.interval.ms'),
        observed: `${records} records × ${handlerP99Ms} ms = ${neededMs} ms, and max.poll.interval.ms is ${intervalMs}`,
        numbers: { records, handlerP99Ms, neededMs, intervalMs },
        fix: [
          { text: `Poll at most ${fitting} records (max.poll.records), which leaves half of the interval free.` },
          {
            text: `Or give it time: max.poll.interval.ms=${neededMs * 2}; a member that hangs is then noticed that much later.`,
          },
        ],
      };
    }
  },
});
