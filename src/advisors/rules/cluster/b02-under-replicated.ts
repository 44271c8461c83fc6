import { causeSubject, hitsText, worstFirst } from '../../cause.ts';
import { absence, servingBrokers } from '../../evidence/brokers.ts';
import type { History } from '../../evidence/history.ts';
import { replicasComing } from '../../evidence/placement.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

export const underReplicated = rule({
  id: 'B02',
  name: 'under-replicated',
  title: 'A broker has replicas that are not in sync',
  severity: 'error',
  why: 'These partitions survive one failure less than they are built for, and a leader that is lost now may take the last copy with it.',
  remedy:
    'Find the broker whose replicas lag, and look at its disk, its network and its log; do not raise the time limit.',
  claim: {
    text: 'A follower is thrown out of the ISR when it is too far behind, by time or by number of records, or has not fetched for too long.',
    places: ['S0:L104', 'S0:L182'],
  },
  truth: {
    text: 'Only time counts: replica.lag.max.messages went with 0.9, and replica.lag.time.max.ms is 30 s since 2.5. UnderReplicatedPartitions is 0 on a healthy cluster; replicas that a reassignment is still filling are not counted here. Seen in one sample it may be a restart, seen in two it lasts.',
    source: 'Kafka upgrade notes 0.9.0.0 and 2.5.0; Kafka documentation, Monitoring: UnderReplicatedPartitions',
  },
  evidence: ['topics', 'cluster'],
  optional: ['reassignments', 'history'],
  see: { notHere: 'a single broker is always in sync with itself: it takes three, one of them stopped' },
  *check({ topics, cluster, reassignments, history }) {
    const comingTo = replicasComing(reassignments);
    const lacking = new Map<number, { topic: string; partition: number; factor: number; before: boolean }[]>();
    for (const { name, partitions } of topics) {
      for (const { partition, leader, replicas, isr } of partitions) {
        if (leader < 0) continue; // B01 tells of these
        const coming = comingTo(name, partition);
        for (const broker of replicas.filter(id => !isr.includes(id) && !coming.includes(id))) {
          const before = wasLacking(history, name, partition, broker);
          const list = lacking.get(broker);
          const each = { topic: name, partition, factor: replicas.length, before };
          if (list) list.push(each);
          else lacking.set(broker, [each]);
        }
      }
    }
    for (const [broker, replicas] of [...lacking].sort(([a], [b]) => a - b)) {
      const hits = worstFirst(
        [...Map.groupBy(replicas, ({ topic }) => topic)].map(([topic, some]) => ({
          topic,
          partitions: some.map(({ partition }) => partition),
        })),
      );
      const lasting = replicas.some(({ before }) => before);
      const state = absence(cluster, broker);
      const factor = Math.max(...replicas.map(each => each.factor));
      yield {
        subject: causeSubject([broker], hits),
        severity: lasting ? 'error' : 'warning',
        observed: `${hitsText(hits)} not in sync on broker ${broker}, which is ${state ?? 'there, but behind'}; ${lasting ? 'the same in the sample before' : 'seen once'}`,
        numbers: { partitions: replicas.length, topics: hits.length },
        fix: [
          state === undefined
            ? {
                text: `Look at disk, network and log of ${brokersText([broker])}: its fetchers run and do not keep up. "mq doctor --only B15,B28,B29,B42" looks at the usual causes.`,
              }
            : { text: `Start ${brokersText([broker])} again; it fetches what it missed and joins the ISR by itself.` },
          ...(lasting
            ? []
            : [{ text: 'See whether it lasts.', command: 'mq doctor --only B02 --samples 2 --interval 30s' }]),
          ...(state === undefined
            ? []
            : replaced(
                hits.map(({ topic }) => topic),
                factor,
                servingBrokers(cluster),
              )),
        ],
      };
    }
  },
});

/** As many as fit on a line. */
const TOPICS_AT_A_TIME = 20;

/** For a broker that does not come back, where the others have room for a replica more. */
function replaced(topics: readonly string[], factor: number, serving: readonly number[]): Fix[] {
  if (factor > serving.length) return [];
  const more = topics.length > TOPICS_AT_A_TIME ? `, the first ${TOPICS_AT_A_TIME} topics first` : '';
  return [
    {
      text: `If it does not come back: let the others have its replicas${more}; they copy them, so throttle the move when that is much (--throttle 50MB/s).`,
      command: `mq topic reassign ${topics.slice(0, TOPICS_AT_A_TIME).join(' ')} --brokers ${serving.join(',')}`,
    },
  ];
}

/** In the last moment but one, that is in the sample before this. */
function wasLacking(history: History | undefined, topic: string, partition: number, broker: number): boolean {
  const before = history?.moments.at(-2)?.topics[topic]?.[partition];
  return before?.replicas.includes(broker) === true && !before.isr.includes(broker);
}
