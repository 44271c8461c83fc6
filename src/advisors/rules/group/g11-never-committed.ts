import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { clientsThat, held } from '../../evidence/client-setting.ts';
import type { History, Moment } from '../../evidence/history.ts';
import { STUCK_MS as LASTING_MS } from '../../lag/evaluate.ts';
import { readings } from '../../lag/reading.ts';
import { groupSubject, inTopics } from '../../lag/subject.ts';
import { rule } from '../../rule.ts';

export const neverCommitted = rule({
  id: 'G11',
  name: 'never-committed',
  title: 'Members own partitions with records and have never committed a position there',
  severity: 'warning',
  why: 'After a restart or a rebalance the group begins where auto.offset.reset says: with latest, the default, it skips what came meanwhile; with earliest it reads everything again. And nobody can say how far behind it is.',
  remedy: 'Let consumers commit what they have processed.',
  truth: {
    text: 'Without a commit there is no lag: some tools show −1 and some the whole log. Applications that keep positions elsewhere (Flink and Spark without commits) are fine. Java and librdkafka commit every 5 s, sinks of Connect every minute, and librdkafka only what it has read: two minutes in which records came tell a group that does not commit from one that has just begun.',
    source: 'ConsumerConfig auto.offset.reset; danielqsj/kafka_exporter issue 28',
  },
  evidence: ['groups', 'committed', 'offsets'],
  optional: ['clients', 'history'],
  see: {
    notHere: 'it takes a consumer that stays and does not commit: mq consume TOPIC --group G in another terminal',
  },
  *check({ groups, committed, offsets, clients = [], history }) {
    const skipping = new Set(
      clientsThat('consumer', clients)
        .filter(client => held(client, 'auto.offset.reset') === 'latest')
        .map(client => held(client, 'group.id')),
    );
    const stable = readings({ groups, committed, offsets }).filter(({ group }) => group.state === 'Stable');
    for (const [group, ofGroup] of Map.groupBy(stable, reading => reading.group.group)) {
      const without = ofGroup.flatMap(({ topic, positions }) =>
        positions
          .filter(({ owned, committed, start, end }) => owned && committed === undefined && (end ?? 0) > (start ?? 0))
          .map(({ partition }) => ({ topic, partition, ms: readingMs(history, group, topic, partition) })),
      );
      if (without.length === 0) continue;
      const lasting = without.filter(({ ms }) => ms >= LASTING_MS);
      const told = lasting.length > 0 ? lasting : without;
      const parts = [...Map.groupBy(told, ({ topic }) => topic)].map(([topic, some]) => ({
        topic,
        partitions: some.map(({ partition }) => partition),
      }));
      const all = ofGroup.reduce((sum, { positions }) => sum + positions.length, 0);
      const latest = skipping.has(group);
      const since =
        lasting.length > 0
          ? ` and were written to in the last ${formatDuration(Math.max(...lasting.map(({ ms }) => ms)))}`
          : '; whether it has just begun, or has read nothing yet, one look does not show';
      yield {
        subject: groupSubject(group, parts),
        severity: lasting.length === 0 ? 'info' : latest ? 'error' : 'warning',
        observed: `no commit in ${told.length} of ${counted(all, 'partition')}${inTopics(parts)}, which hold records${since}${
          latest ? '; its consumers start at latest (auto.offset.reset)' : ''
        }`,
        numbers: { without: told.length, partitions: all },
        fix: [
          ...(lasting.length === 0
            ? [{ text: 'See whether it lasts.', command: 'mq doctor --only G11 --samples 4 --interval 45s' }]
            : []),
          {
            text: 'Let the consumers commit what they have processed.',
            command: `mq group describe ${shellWord(group)}`,
          },
          ...(lasting.length > 0 && parts.length === 1
            ? [
                {
                  text: 'Until then, put the group on the start of the log, while it is stopped.',
                  command: `kafka-consumer-groups.sh --group ${shellWord(group)} --topic ${parts[0]!.topic} --reset-offsets --to-earliest --execute`,
                },
              ]
            : []),
        ],
      };
    }
  },
});

/** For how long the group has had members and no commit there, while records came: then there was something to commit. Else 0. */
function readingMs(history: History | undefined, group: string, topic: string, partition: number): number {
  const moments = history?.moments ?? [];
  const before = moments.findLastIndex(
    ({ groups }) => !groups[group]?.members || (groups[group].committed[topic]?.[partition] ?? null) !== null,
  );
  const [first, last] = [moments[before + 1], moments.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const endOf = ({ topics }: Moment) => topics[topic]?.[partition]?.end ?? 0;
  return endOf(last) > endOf(first) ? last.atMs - first.atMs : 0;
}
