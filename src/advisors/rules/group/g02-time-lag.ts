import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { isSimple, readings } from '../../lag/reading.ts';
import { groupSubject, inTopics } from '../../lag/subject.ts';
import { type Waiting, waitingOf } from '../../lag/unread.ts';
import { rule } from '../../rule.ts';

const BEHIND_MS = 180_000;

export const timeLag = rule({
  id: 'G02',
  name: 'time-lag',
  title: 'A group reads records that are minutes old',
  severity: 'warning',
  why: 'Whatever the group does, it does late: alarms ring, prices are shown and orders are worked off by so much after the fact.',
  remedy: 'Find out what slows the consumers, or give them more members and partitions.',
  truth: {
    text: 'Age compares over topics and over time, a number of offsets does not. It is the age of the oldest record that is not committed; with CreateTime the producer has said it. Records that were relayed or measured earlier are older than they have waited: then --samples or --state shows how long.',
    source:
      'Conduktor documentation: a group is critical above 180 s. Limits of single groups: lag-limit in mq-doctor.yaml',
  },
  evidence: ['groups', 'committed', 'offsets', 'oldestUnread'],
  optional: ['history', 'samples'],
  see: { notHere: 'it takes a consumer that stays, is slow and commits, and three minutes' },
  *check({ groups, committed, offsets, oldestUnread, history, samples }, { nowMs, intents }) {
    const waiting = waitingOf(nowMs, oldestUnread, { history, samples });
    const running = readings({ groups, committed, offsets }).filter(
      ({ group }) => group.members.length > 0 || isSimple(group), // G14 tells of groups that nobody runs
    );
    for (const [group, ofGroup] of Map.groupBy(running, reading => reading.group.group)) {
      const limitMs = intents.groups[group]?.lagLimitMs;
      const late = ofGroup.flatMap(reading => {
        const some = waiting(reading).filter(({ ageMs }) => ageMs > (limitMs ?? BEHIND_MS));
        return some.length > 0 ? [{ topic: reading.topic, oldest: some[0]!, partitions: inOrder(some) }] : [];
      });
      if (late.length === 0) continue;
      const { topic, oldest } = late.reduce((a, b) => (b.oldest.ageMs > a.oldest.ageMs ? b : a));
      const parts = late.map(({ topic, partitions }) => ({ topic, partitions }));
      yield {
        subject: groupSubject(group, parts),
        severity: limitMs === undefined ? 'warning' : 'error',
        observed: `the oldest unread record is ${formatDuration(oldest.ageMs)} old, in partition ${oldest.partition}${
          late.length > 1 ? ` of ${topic}, and it is late${inTopics(parts)}` : ''
        }; ${
          limitMs === undefined
            ? `${formatDuration(BEHIND_MS)} is where it counts`
            : `its limit is ${formatDuration(limitMs)}`
        }`,
        numbers: { ageMs: oldest.ageMs, limitMs: limitMs ?? BEHIND_MS },
        fix: [
          {
            text: 'See whether it catches up (G01, G03) and whether members are missing.',
            command: `mq group describe ${shellWord(group)}`,
          },
        ],
      };
    }
  },
});

const inOrder = (waiting: readonly Waiting[]): number[] =>
  waiting.map(({ partition }) => partition).sort((a, b) => a - b);
