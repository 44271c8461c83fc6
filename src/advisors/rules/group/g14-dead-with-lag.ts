import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { restartConnector, sinkReadingAs, workingState } from '../../evidence/running-connector.ts';
import { MARKER } from '../../lag/markers.ts';
import { isSimple, isThrowaway, readings } from '../../lag/reading.ts';
import { waitingOf } from '../../lag/unread.ts';
import { rule } from '../../rule.ts';

/** A deployment, or a job that runs every so often, is between two runs for less. */
const PAUSE_MS = 3_600_000;

export const deadWithLag = rule({
  id: 'G14',
  name: 'dead-with-lag',
  title: 'A group without members has records to read',
  severity: 'error',
  why: 'Nobody reads: the application is down, or was given up and its group forgotten, which hides the ones that are down.',
  remedy: 'Start its consumers, or delete the group.',
  truth: {
    text: 'Kafka keeps the commits of an empty group for offsets.retention.minutes (7 days). Some exporters show connected groups only, so that a dead one vanishes when it matters.',
    source: 'KIP-211; danielqsj/kafka_exporter issue 226',
  },
  evidence: ['groups', 'committed', 'offsets'],
  optional: ['oldestUnread', 'history', 'connectors'],
  see: [
    'mq topic create seen-g14 --partitions 1',
    'seq 5 | mq produce seen-g14',
    'mq consume seen-g14 --group seen-g14-readers --from earliest --commit --exit',
    'seq 5 | mq produce seen-g14',
    'mq doctor --only G14 --group seen-g14-readers',
  ],
  *check({ groups, committed, offsets, oldestUnread = [], history, connectors = [] }, { nowMs }) {
    const waiting = waitingOf(nowMs, oldestUnread, { history });
    const dead = readings({ groups, committed, offsets }).filter(
      // Commits without membership may be those of a consumer that runs: G01 tells when they stand still.
      ({ group }) => group.members.length === 0 && group.state === 'Empty' && !isSimple(group),
    );
    for (const [group, all] of Map.groupBy(dead, ({ group }) => group)) {
      const behind = all
        .map(reading => ({ ...reading, behind: reading.positions.filter(({ lag }) => (lag ?? 0) > MARKER) }))
        .filter(each => each.behind.length > 0);
      if (behind.length === 0) continue;
      const lag = behind.flatMap(each => each.behind).reduce((sum, each) => sum + each.lag!, 0);
      const ageMs = Math.max(...behind.flatMap(reading => waiting(reading).map(each => each.ageMs)), -1);
      const throwaway = isThrowaway(group);
      const sink = sinkReadingAs(group.group, connectors);
      const only = behind.length === 1 ? behind[0]! : undefined;
      yield {
        subject: {
          type: 'group',
          group: group.group,
          ...(only && { topic: only.topic, partitions: only.behind.map(({ partition }) => partition) }),
        },
        severity: throwaway ? 'info' : ageMs >= 0 && ageMs < PAUSE_MS ? 'warning' : 'error',
        observed: `no members, ${counted(lag, 'offset')} to read${only ? '' : ` in ${behind.length} topics`}${
          ageMs < 0 ? '' : `, the oldest for ${formatDuration(ageMs)}`
        }${sink ? `; connector ${sink.connector} is ${workingState(sink)}` : ''}`,
        numbers: { lag, ...(ageMs >= 0 && { ageMs }) },
        fix: throwaway
          ? [forget(group.group, 'It was one run of kafka-console-consumer: delete what is left of it.')]
          : [
              sink
                ? {
                    text: 'Start its tasks again, when the cause of a failure is mended.',
                    command: restartConnector(sink),
                  }
                : { text: 'Start its consumers again.', command: `mq group describe ${shellWord(group.group)}` },
              forget(group.group, 'When nobody needs it, delete it with its commits.'),
            ],
      };
    }
  },
});

const forget = (group: string, text: string) => ({ text, command: `mq group delete ${shellWord(group)}` });
