import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { isSimple, readings } from '../../lag/reading.ts';
import { waitingOf } from '../../lag/unread.ts';
import { rule } from '../../rule.ts';

const BEHIND_MS = 180_000;

export const timeLag = rule({
  id: 'G02',
  name: 'time-lag',
  title: 'A group reads records that are minutes old',
  severity: 'warning',
  why: 'Whatever the group does, it does late: alarms ring, prices are shown and orders are worked off by so much after the fact.',
  truth: {
    text: 'Age compares over topics and over time, a number of offsets does not. It is the age of the oldest record that is not committed; with CreateTime the producer has said it. Records that were relayed or measured earlier are older than they have waited: then --samples or --state shows how long.',
    source:
      'Conduktor documentation: a group is critical above 180 s. Limits of single groups: lag-limit in mq-doctor.yaml',
  },
  evidence: ['groups', 'committed', 'offsets', 'oldestUnread'],
  optional: ['history'],
  see: { notHere: 'it takes a consumer that stays, is slow and commits, and three minutes' },
  *check({ groups, committed, offsets, oldestUnread, history }, { nowMs, intents }) {
    const waiting = waitingOf(nowMs, oldestUnread, history);
    for (const reading of readings({ groups, committed, offsets })) {
      const { group, topic } = reading;
      if (group.members.length === 0 && !isSimple(group)) continue; // G14 tells of groups that nobody runs
      const limitMs = intents.groups[group.group]?.lagLimitMs;
      const late = waiting(reading).filter(({ ageMs }) => ageMs > (limitMs ?? BEHIND_MS));
      const oldest = late[0];
      if (oldest === undefined) continue;
      yield {
        subject: {
          type: 'group',
          group: group.group,
          topic,
          partitions: late.map(({ partition }) => partition).sort((a, b) => a - b),
        },
        severity: limitMs === undefined ? 'warning' : 'error',
        observed: `the oldest unread record is ${formatDuration(oldest.ageMs)} old, in partition ${oldest.partition}; ${
          limitMs === undefined
            ? `${formatDuration(BEHIND_MS)} is where it counts`
            : `its limit is ${formatDuration(limitMs)}`
        }`,
        numbers: { ageMs: oldest.ageMs, limitMs: limitMs ?? BEHIND_MS },
        fix: [
          {
            text: 'See whether it catches up (G01, G03) and whether members are missing.',
            command: `mq group describe ${shellWord(group.group)}`,
          },
        ],
      };
    }
  },
});
