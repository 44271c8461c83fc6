import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import type { Fix, Observation, Severity } from '../../finding.ts';
import { STUCK_MS } from '../../lag/evaluate.ts';
import { type EvaluatedPosition, evaluateReading } from '../../lag/group-lag.ts';
import { headroomOf } from '../../lag/headroom.ts';
import { MARKER, mayHoldMarkers } from '../../lag/markers.ts';
import { type Reading, readings } from '../../lag/reading.ts';
import { spanOf } from '../../lag/series.ts';
import { codeOf, type LagState } from '../../lag/state.ts';
import { groupSubject, inTopics } from '../../lag/subject.ts';
import { waitingOf } from '../../lag/unread.ts';
import { wayOut } from '../../lag/way-out.ts';
import { rule } from '../../rule.ts';

/** UNOWNED is G06's, ERR is G10's, NOTFOUND is G11's. */
const severityOf: Partial<Record<LagState, Severity>> = {
  WARN: 'warning',
  REWIND: 'error',
  STOP: 'error',
  STALL: 'error',
  EXPIRING: 'error',
};

export const lagState = rule({
  id: 'G01',
  name: 'lag-state',
  title: 'A group does not get on with what it reads',
  severity: 'error',
  why: 'What is behind gets older until nobody wants it, or retention deletes it unread. The number alone does not tell: a large lag that falls is fine, a small one that stands still is not.',
  remedy:
    'Depends on the state: start what stopped, look at the record that something is stuck at, give a reader that falls behind more members and partitions.',
  claim: {
    text: 'A backlog comes from too few partitions and consumers, from batches that are too small, or from records that fail again and again.',
    places: ['S0:L420'],
  },
  truth: {
    text: 'Each of them looks different over time: WARN reads and falls behind (too few), STALL does not move though a member owns the partition (a record that fails, a paused consumer), STOP has nobody who reads, REWIND went back, EXPIRING is about to lose records.',
    source: "LinkedIn Burrow, consumer status (names and codes); windows by time, trend and thresholds are mq's own",
  },
  evidence: ['groups', 'committed', 'offsets', 'history'],
  optional: ['samples', 'oldestUnread', 'topicConfigs'],
  see: {
    notHere: `a state takes ${formatDuration(STUCK_MS)} of history: run mq doctor --only G01 --samples 61 --interval 2s while a group is stopped`,
  },
  *check({ groups, committed, offsets, history, samples, oldestUnread = [], topicConfigs = {} }, { nowMs }) {
    const waiting = waitingOf(nowMs, oldestUnread); // by the records' own times, as retention counts
    const all = readings({ groups, committed, offsets });
    for (const [group, ofGroup] of Map.groupBy(all, reading => reading.group.group)) {
      const parts = ofGroup.flatMap(reading => {
        const allowedLag = mayHoldMarkers(samples?.[reading.topic]) ? MARKER : 0;
        const headroomMs = headroomOf(waiting(reading), topicConfigs[reading.topic]);
        const states = Map.groupBy(evaluateReading(reading, history, { allowedLag, headroomMs }), ({ state }) => state);
        return [...states].map(([state, positions]) => ({ reading, state, positions }));
      });
      for (const [state, alike] of Map.groupBy(parts, part => part.state)) {
        const severity = severityOf[state];
        if (severity !== undefined) yield observation(group, state, severity, alike);
      }
    }
    if (all.length > 0 && (history.moments.length < 3 || spanOf(history) < STUCK_MS))
      yield {
        unjudged: `${counted(history.moments.length, 'moment')} over ${formatDuration(spanOf(history))} cannot show whether groups get on`,
        needs: '--samples 61 --interval 2s, or --state FILE and a run now and then',
      };
  },
});

interface Alike {
  readonly reading: Reading;
  readonly positions: readonly EvaluatedPosition[];
}

function observation(group: string, state: LagState, severity: Severity, alike: readonly Alike[]): Observation {
  const positions = alike.flatMap(each => each.positions);
  const lag = lagIn(positions);
  const stuckMs = Math.max(...positions.map(each => each.stuckMs));
  const growthPerSec = positions.reduce((sum, each) => sum + each.growthPerSec, 0);
  const grows = growthPerSec > 0 ? `, and grows by ${rateText(growthPerSec)}` : '';
  const stands = stuckMs > 0 ? `; no commit has moved for ${formatDuration(stuckMs)}` : '';
  const parts = alike.map(({ reading, positions }) => ({
    topic: reading.topic,
    partitions: positions.map(({ partition }) => partition),
  }));
  const worst = alike.reduce((a, b) => (lagIn(b.positions) > lagIn(a.positions) ? b : a)).reading;
  return {
    subject: groupSubject(group, parts),
    severity,
    observed: `${state}: ${counted(lag, 'offset')} behind${inTopics(parts)}${grows}${stands}`,
    numbers: { state, code: codeOf(state), lag, stuckMs, growthPerSec: Math.round(growthPerSec * 10) / 10 },
    fix: [fixOf(state, worst)],
  };
}

const lagIn = (positions: readonly EvaluatedPosition[]): number =>
  positions.reduce((sum, { lag }) => sum + (lag ?? 0), 0);

const rateText = (perSec: number): string =>
  perSec >= 1 ? `${Math.round(perSec)} offsets/s` : `${Math.round(perSec * 3600)} offsets/h`;

function fixOf(state: LagState, reading: Reading): Fix {
  const name = shellWord(reading.group.group);
  switch (state) {
    case 'WARN':
      return wayOut(reading);
    case 'STALL':
      return {
        text: 'Look at the record behind the commit: one that always fails belongs into a dead letter topic. Else the consumer is paused or hangs.',
        command: `mq group describe ${name}`,
      };
    case 'REWIND':
      return {
        text: 'Nothing to do if somebody replays on purpose. Else look for auto.offset.reset=earliest, and for two applications with one group id.',
        command: `mq group describe ${name}`,
      };
    case 'EXPIRING':
      return {
        text: 'Keep what is unread for longer, then drain.',
        command: `mq config alter --topic ${reading.topic} --set retention.ms=-1`,
      };
    default:
      return { text: 'Start its consumers again.', command: `mq group describe ${name}` };
  }
}
