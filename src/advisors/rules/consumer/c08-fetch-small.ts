import type { ClientKey } from '../../evidence/client-keys.ts';
import { clientsThat, elsewhere, held, heldNumber, isSaid, placeOf, saidText } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

/** mq's own threshold: less is no backlog that fetching more at a time would help with. */
const LAG_RECORDS = 10_000;
const USUAL: readonly (readonly [ClientKey, number])[] = [
  ['max.poll.records', 500],
  ['max.partition.fetch.bytes', 1_048_576],
  ['fetch.max.bytes', 10_485_760],
];

export const fetchSmall = rule({
  id: 'C08',
  name: 'fetch-small',
  title: 'A group that is behind fetches little at a time',
  severity: 'info',
  why: 'With a backlog every request could come back full; small ones cost a round trip each and keep the lag.',
  remedy: 'Fetch and poll more at a time.',
  claim: {
    text: 'Where consumption is too slow, fetch more at a time: if what is fetched per time is less than what is written, lag grows. Adjust fetch.max.bytes (50 MB) and max.poll.records (500).',
    places: ['S0:L420', 'S2:Q41'],
  },
  truth: {
    text: 'The defaults are still these. max.poll.records only cuts what was fetched into pieces; what bounds a fetch is max.partition.fetch.bytes and fetch.max.bytes.',
    source:
      'Kafka documentation, consumer configuration: fetch.max.bytes, max.poll.records; the lag is mq’s own threshold',
  },
  evidence: ['clients', 'committed', 'offsets'],
  see: [
    'mq topic create seen-c08',
    'seq 10002 | mq produce seen-c08',
    'mq consume seen-c08 --group seen-c08 --from earliest --max-records 1 --commit',
    "printf 'group.id=seen-c08\nmax.poll.records=10\n' > seen-c08.properties",
    'mq lint seen-c08.properties -b $MQ_BOOTSTRAP_SERVER --only C08',
  ],
  *check({ clients, committed, offsets }) {
    const consumers = clientsThat('consumer', clients);
    yield* elsewhere(consumers, 'group.id', ...USUAL.map(([key]) => key));
    for (const client of consumers) {
      const low = USUAL.filter(([key, usual]) => isSaid(client, key) && (heldNumber(client, key) ?? usual) < usual);
      const group = committed.find(each => each.group === held(client, 'group.id'));
      if (low.length === 0 || group === undefined) continue;
      const lag = group.topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => {
          const end = offsets[topic]?.find(each => each.partition === partition)?.end;
          return end === undefined || end === null ? 0 : Math.max(0, end - offset);
        }),
      );
      const lagRecords = lag.reduce((sum, each) => sum + each, 0);
      if (lagRecords <= LAG_RECORDS) continue;
      yield {
        subject: placeOf(client, low[0]![0]),
        observed: `${low.map(([key]) => saidText(client, key)).join(', ')}, and group ${group.group} is ${lagRecords} records behind`,
        numbers: { lagRecords },
        fix: [
          {
            text: `Go back to the defaults or above: ${low.map(([key, usual]) => `${key}=${usual}`).join(', ')}; mind max.poll.interval.ms.`,
            command: `mq group describe ${group.group}`,
          },
        ],
      };
    }
  },
});
