import { counted } from '../../../lib/counted.ts';
import { shellWord } from '../../../lib/shell.ts';
import { readings } from '../../lag/reading.ts';
import { groupSubject, inTopics } from '../../lag/subject.ts';
import { rule } from '../../rule.ts';

/** Consumers look for new partitions this often (metadata.max.age.ms). */
const METADATA_MAX_AGE_MS = 300_000;

export const unowned = rule({
  id: 'G06',
  name: 'unowned',
  title: 'A stable group leaves partitions without an owner',
  severity: 'error',
  why: 'Nobody reads these partitions, and sums over members do not show it.',
  remedy: 'Restart the member that has lost its assignment, or the group.',
  truth: {
    text: 'In a stable group each partition of what it subscribes to has one owner. An assignor of an application, or members that know an old number of partitions, leave some out; new partitions are seen within metadata.max.age.ms (5 minutes).',
    source: 'KIP-848; ConsumerConfig metadata.max.age.ms; found in kminion as series that are missing',
  },
  evidence: ['groups', 'committed', 'offsets'],
  optional: ['history'],
  see: { notHere: 'it takes a member whose assignor leaves partitions out' },
  *check({ groups, committed, offsets, history }, { nowMs }) {
    const stable = readings({ groups, committed, offsets }).filter(
      ({ group }) => group.state === 'Stable' && group.members.length > 0,
    );
    for (const [group, ofGroup] of Map.groupBy(stable, reading => reading.group)) {
      const left = ofGroup.flatMap(({ topic, positions }) => {
        const known = knownPartitions(topic) ?? Number.POSITIVE_INFINITY;
        return positions.flatMap(each => (each.owned || each.partition >= known ? [] : [{ topic, ...each }]));
      });
      if (left.length === 0) continue;
      const all = ofGroup.reduce((sum, { positions }) => sum + positions.length, 0);
      const unread = left.filter(({ lag, start, end }) => (lag ?? (end ?? 0) - (start ?? 0)) > 0).length;
      const parts = [...Map.groupBy(left, ({ topic }) => topic)].map(([topic, some]) => ({
        topic,
        partitions: some.map(({ partition }) => partition),
      }));
      yield {
        subject: groupSubject(group.group, parts),
        severity: unread > 0 ? 'error' : 'warning',
        observed: `${left.length} of ${counted(all, 'partition')} without an owner${inTopics(parts)} among ${counted(group.members.length, 'member')}; ${unread} of them hold records to read`,
        numbers: { unowned: left.length, partitions: all, unread },
        fix: [
          {
            text: 'Restart a member: the group assigns anew. If it comes back, look at the assignor (partition.assignment.strategy) of the application.',
            command: `mq group describe ${shellWord(group.group)}`,
          },
        ],
      };
    }

    /** As many as there were when consumers have last looked for certain. */
    function knownPartitions(topic: string): number | undefined {
      const then = history?.moments.findLast(({ atMs }) => atMs <= nowMs - METADATA_MAX_AGE_MS) ?? history?.moments[0];
      return then?.topics[topic]?.length;
    }
  },
});
