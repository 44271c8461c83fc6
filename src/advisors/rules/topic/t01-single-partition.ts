import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { consumes, readings, topicsRead } from '../../lag/reading.ts';
import { waitingOf } from '../../lag/unread.ts';
import { rule } from '../../rule.ts';

const BEHIND_MS = 180_000;

export const singlePartition = rule({
  id: 'T01',
  name: 'single-partition',
  title: 'A topic of one partition has readers for more, or one that is late',
  severity: 'warning',
  why: 'One partition is one reader, one leader and one disk: nothing makes it faster than that.',
  remedy: 'Plan the partitions; topics with keys go to a new, wide topic.',
  claim: {
    text: 'One partition and one consumer keep a whole topic in order; it costs what Kafka is fast by, and suits no system with much data.',
    places: ['S0:L120', 'S0:L500', 'S0:L579'],
  },
  truth: {
    text: 'Still so. Most who need order need it per key only, which any number of partitions keeps as long as that number does not change. A topic that means it says order: global in mq-doctor.yaml.',
    source: 'Kafka documentation, Introduction and Design: Message Delivery Semantics',
  },
  evidence: ['topics', 'groups'],
  optional: ['committed', 'offsets', 'oldestUnread', 'history'],
  see: {
    notHere:
      'it takes two consumers that stay: mq consume TOPIC --group G in two terminals on a topic of one partition',
  },
  *check({ topics, groups, committed = [], offsets = {}, oldestUnread = [], history }, { nowMs, intents, profile }) {
    const waiting = waitingOf(nowMs, oldestUnread, { history });
    const all = readings({ groups, committed, offsets });
    for (const { name, internal, partitions } of topics) {
      if (internal || partitions.length !== 1 || intents.topics[name]?.order === 'global') continue;
      const many = groups.filter(
        group => consumes(group) && group.state === 'Stable' && group.members.length > 1 && readsOnly(group, name),
      );
      const late = all
        .filter(({ topic, group }) => topic === name && group.members.length > 0)
        .map(reading => ({ group: reading.group, ageMs: waiting(reading)[0]?.ageMs ?? 0 }))
        .filter(({ ageMs }) => ageMs > BEHIND_MS);
      if (many.length === 0 && late.length === 0) continue;
      const crowd = many.map(({ group, members }) => `${group} has ${counted(members.length, 'member')} for it`);
      const behind = late.map(({ group, ageMs }) => `${group.group} is ${formatDuration(ageMs)} behind`);
      yield {
        subject: { type: 'topic', topic: name },
        severity: profile === 'ordered' || late.length === 0 ? 'info' : 'warning', // another member may be there to take over
        observed: `1 partition; ${[...crowd, ...behind].slice(0, 5).join(', ')}`,
        numbers: { partitions: 1, groups: new Set([...many, ...late.map(({ group }) => group)]).size },
        fix: [
          {
            text: 'See how many partitions the load needs (20MB/s stands for yours). A topic with keys that have to stay in order goes to a new, wide topic, because adding partitions moves keys.',
            command: `mq plan partitions --topic ${name} --target 20MB/s`,
          },
        ],
      };
    }
  },
});

const readsOnly = (group: Parameters<typeof topicsRead>[0], topic: string): boolean => {
  const read = topicsRead(group);
  return read.size === 1 && read.has(topic);
};
