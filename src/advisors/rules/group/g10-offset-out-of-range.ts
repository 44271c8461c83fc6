import { shellWord } from '../../../lib/shell.ts';
import { isRepartition } from '../../evidence/topic-kind.ts';
import { MARKER } from '../../lag/markers.ts';
import { type Position, readings } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

export const offsetOutOfRange = rule({
  id: 'G10',
  name: 'offset-out-of-range',
  title: "A group's commit is outside of the log",
  severity: 'critical',
  why: 'Before the start: what was between is deleted unread. Behind the end: the log was cut or the topic made again. Either way the next fetch goes where auto.offset.reset says, latest by default, and skips what is there.',
  remedy: 'Set the group to the start of the log, knowing what was lost; find out why.',
  truth: {
    text: 'The broker answers OFFSET_OUT_OF_RANGE; the consumer resets, or throws with auto.offset.reset=none. Followers that truncate by leader epoch (KIP-101, KIP-320) make the second case rare without unclean elections.',
    source: 'ConsumerConfig auto.offset.reset; KIP-320',
  },
  evidence: ['groups', 'committed', 'offsets'],
  see: {
    notHere: 'nothing of mq deletes the records that a group has not read: kafka-delete-records.sh does',
  },
  *check({ groups, committed, offsets }) {
    for (const { group, topic, positions } of readings({ groups, committed, offsets })) {
      // Kafka Streams deletes what it has read, which may happen between the look at its commit and the look at the log.
      const passed = isRepartition(topic)
        ? []
        : positions.filter(each => each.committed !== undefined && (each.start ?? 0) - each.committed > MARKER);
      const beyond = positions.filter(
        each => each.committed !== undefined && each.end !== null && each.committed > each.end,
      );
      const severity = group.members.length > 0 ? 'critical' : 'error';
      const subject = (some: readonly Position[]) =>
        ({ type: 'group', group: group.group, topic, partitions: some.map(({ partition }) => partition) }) as const;
      if (passed.length > 0) {
        const lost = passed.reduce((sum, { start, committed }) => sum + start! - committed!, 0);
        const worst = passed.reduce((a, b) => (b.start! - b.committed! > a.start! - a.committed! ? b : a));
        yield {
          subject: subject(passed),
          severity,
          observed: `${lost} offsets were deleted unread; partition ${worst.partition} has ${worst.committed} committed and starts at ${worst.start}`,
          numbers: { lost, committed: worst.committed!, start: worst.start! },
          fix: [
            earliest(group.group, topic),
            {
              text: 'Give the topic a longer retention before it happens again (T06).',
              command: `mq config describe --topic ${topic} --all`,
            },
          ],
        };
      }
      if (beyond.length > 0) {
        const worst = beyond[0]!;
        yield {
          subject: subject(beyond),
          severity,
          observed: `partition ${worst.partition} has ${worst.committed} committed and ends at ${worst.end}`,
          numbers: { committed: worst.committed!, end: worst.end! },
          fix: [
            earliest(group.group, topic),
            {
              text: 'Find out what cut the log: a topic deleted and made again, or an unclean election (B10).',
              command: `mq topic describe ${topic}`,
            },
          ],
        };
      }
    }
  },
});

const earliest = (group: string, topic: string) => ({
  text: 'Put the group on the start of the log, while it is stopped; what it has read already it reads again.',
  command: `kafka-consumer-groups.sh --group ${shellWord(group)} --topic ${topic} --reset-offsets --to-earliest --execute`,
});
