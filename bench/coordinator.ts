/** What the coordinators take: transactions one after the other, offset commits, and the rebalances of a group. */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { commitOffsets, transact } from './load.ts';
import { rebalance } from './rebalance.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const TRANSACTIONS = 300;
const COMMITS = 1_000;
const MEMBERS = 10;
const REBALANCES = 200;

interface Case {
  readonly title: string;
  readonly unit: string;
  measure(bootstrap: string, topic: string): Promise<number>;
}

const cases: readonly Case[] = [
  {
    title: 'a transaction of 10 records to 4 partitions, p50',
    unit: 'ms',
    measure: async (bootstrap, topic) => (await transact({ bootstrap, topic, count: TRANSACTIONS, records: 10 })).p50Ms,
  },
  {
    title: 'offset commits, one after the other',
    unit: 'per s',
    measure: async (bootstrap, topic) => COMMITS / (await commitOffsets({ bootstrap, topic, count: COMMITS })),
  },
  {
    title: `a rebalance of ${MEMBERS} members`,
    unit: 'ms',
    measure: bootstrap => rebalance({ bootstrap, members: MEMBERS, count: REBALANCES }),
  },
];

export async function coordinatorLines(stage: Stage): Promise<Line[]> {
  const { mq, kafka } = await stage.brokers();
  const lines: Line[] = [];
  for (const { title, unit, measure } of cases) {
    stage.note(title);
    const once = (broker: Broker) => () => withTopic(broker, 4, topic => measure(broker.bootstrap, topic));
    const contestants = { mq: once(mq), kafka: once(kafka) };
    await alternate(1, contestants);
    const results = await alternate(stage.rounds, contestants);
    const gate = unit === 'ms' ? { of: 'ratio' as const, atMost: 1 } : { of: 'ratio' as const, atLeast: 1 };
    lines.push(compare({ what: title, unit, mq: results.mq, peer: APACHE_KAFKA, theirs: results.kafka, gate }));
  }
  return lines;
}
