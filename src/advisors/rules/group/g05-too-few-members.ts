import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { evaluateReading } from '../../lag/group-lag.ts';
import { readings } from '../../lag/reading.ts';
import { spanOf } from '../../lag/series.ts';
import { rule } from '../../rule.ts';

const WINDOW_MS = 60_000;

export const tooFewMembers = rule({
  id: 'G05',
  name: 'too-few-members',
  title: 'A group falls behind and has fewer members than partitions',
  severity: 'warning',
  why: 'There is room for more consumers that the group does not use while its lag grows.',
  remedy: 'Run as many members as there are partitions.',
  claim: {
    text: 'When consumers cannot keep up, raise partitions and consumers together until both are equal; one without the other does nothing.',
    places: ['S0:L420'],
  },
  truth: {
    text: 'More members help as far as there are partitions, and only where the consumer is what is slow: when the database behind it is, they queue there. Adding partitions moves keys.',
    source: 'Kafka documentation, Design: The Consumer',
  },
  evidence: ['groups', 'committed', 'offsets', 'history'],
  see: { notHere: 'it takes minutes of a consumer that is slower than its producer: --samples 61 --interval 2s' },
  *check({ groups, committed, offsets, history }) {
    const running = readings({ groups, committed, offsets }).filter(
      ({ group, positions }) =>
        group.state === 'Stable' && group.members.length > 0 && group.members.length < positions.length,
    );
    if (running.length > 0 && spanOf(history) < WINDOW_MS)
      yield {
        unjudged: `a trend takes ${formatDuration(WINDOW_MS)} of history`,
        needs: '--samples 61 --interval 2s, or --state FILE and a run now and then',
      };
    for (const reading of running) {
      const { group, topic, positions } = reading;
      const growing = evaluateReading(reading, history, { allowedLag: 1 }).filter(({ state }) => state === 'WARN');
      if (growing.length === 0) continue;
      const growthPerSec = growing.reduce((sum, each) => sum + each.growthPerSec, 0);
      const lag = growing.reduce((sum, each) => sum + (each.lag ?? 0), 0);
      yield {
        subject: { type: 'group', group: group.group, topic, partitions: growing.map(({ partition }) => partition) },
        observed: `${counted(group.members.length, 'member')} for ${counted(positions.length, 'partition')}, ${counted(lag, 'offset')} behind and ${Math.max(1, Math.round(growthPerSec * 60))} more each minute`,
        numbers: {
          members: group.members.length,
          partitions: positions.length,
          lag,
          growthPerSec: Math.round(growthPerSec * 10) / 10,
        },
        fix: [
          {
            text: `Run up to ${positions.length} members; each takes a share of the partitions.`,
            command: `mq group describe ${shellWord(group.group)}`,
          },
        ],
      };
    }
  },
});
