import { formatDuration } from '../../../lib/duration.ts';
import { drainOf } from '../../lag/drain-time.ts';
import { headroomOf } from '../../lag/headroom.ts';
import { readings } from '../../lag/reading.ts';
import { spanOf } from '../../lag/series.ts';
import { waitingOf } from '../../lag/unread.ts';
import { wayOut } from '../../lag/way-out.ts';
import { rule } from '../../rule.ts';

/** Younger backlogs come and go with the load. */
const BACKLOG_MS = 180_000;
const WINDOW_MS = 60_000;
/** Below, a group keeps its distance: late, and not later. */
const SHORTFALL = 0.05;
/** What was read in so long is not committed at one end of the window and may be at the other. */
const AUTO_COMMIT_MS = 5_000;
/** Time to act by day. */
const DAY_MS = 86_400_000;

export const drainEta = rule({
  id: 'G03',
  name: 'drain-eta',
  title: 'A group will not work off its backlog before retention deletes it',
  severity: 'critical',
  why: 'Retention does not wait for consumers: records that are not read in time are lost without an error.',
  remedy: 'Add members up to the partitions, then drain into a wide topic; raise the retention meanwhile.',
  claim: {
    text: 'An urgent backlog is forwarded to another topic with many partitions, which many consumers then read.',
    places: ['S0:L420', 'S0:L585'],
  },
  truth: {
    text: 'It is urgent when the time to work it off, lag over (consumed less produced), is longer than what retention leaves, or when it never ends. The wide topic must not expire the old records at once: retention counts their own times.',
    source: "Kafka documentation, topic settings: retention.ms, message.timestamp.type; the comparison is mq's own",
  },
  evidence: ['groups', 'committed', 'offsets', 'oldestUnread', 'topicConfigs', 'history'],
  see: { notHere: 'it takes a minute of a consumer that is slower than its producer: --samples 7 --interval 10s' },
  *check({ groups, committed, offsets, oldestUnread, topicConfigs, history }, { nowMs }) {
    const waiting = waitingOf(nowMs, oldestUnread, { history });
    const aged = waitingOf(nowMs, oldestUnread); // retention counts the records' own times
    const backlogs = readings({ groups, committed, offsets })
      .map(reading => ({
        ...reading,
        late: waiting(reading).filter(({ ageMs }) => ageMs > BACKLOG_MS),
        headrooms: headroomOf(aged(reading), topicConfigs[reading.topic]),
      }))
      .filter(({ late }) => late.length > 0);
    if (backlogs.length > 0 && (history.moments.length < 2 || spanOf(history) < WINDOW_MS)) {
      yield {
        unjudged: `rates take ${formatDuration(WINDOW_MS)} of history`,
        needs: '--samples 7 --interval 10s, or --state FILE and a run now and then',
      };
      return;
    }
    for (const { late, headrooms, ...reading } of backlogs) {
      const { group, topic } = reading;
      const slow = late.flatMap(({ partition }) => {
        const drain = drainOf(history, group.group, topic, partition);
        const headroomMs = headrooms.get(partition) ?? Number.POSITIVE_INFINITY;
        if (drain === undefined) return [];
        const never = drain.etaMs === Number.POSITIVE_INFINITY;
        if (never ? drain.shortfall < Math.max(SHORTFALL, AUTO_COMMIT_MS / drain.spanMs) : drain.etaMs <= headroomMs)
          return [];
        // What is read next gets older by the shortfall of each second, until retention overtakes it.
        return [{ partition, never, ...drain, lossMs: never ? headroomMs / drain.shortfall : headroomMs }];
      });
      const worst = slow.sort((a, b) => a.lossMs - b.lossMs)[0];
      if (worst === undefined) continue;
      const { never, lossMs } = worst;
      const loss = Number.isFinite(lossMs)
        ? `retention begins to delete what is unread in ${formatDuration(lossMs)}`
        : 'nothing is deleted by age';
      yield {
        subject: {
          type: 'group',
          group: group.group,
          topic,
          partitions: slow.map(({ partition }) => partition).sort((a, b) => a - b),
        },
        severity: !never || lossMs < DAY_MS ? 'critical' : 'error',
        observed: `partition ${worst.partition}: ${worst.lag} behind, reads ${round(worst.consumedPerSec)}/s of ${round(worst.producedPerSec)}/s written: ${
          never ? 'never' : formatDuration(worst.etaMs)
        } to work it off; ${loss}`,
        numbers: {
          lag: worst.lag,
          consumedPerSec: round(worst.consumedPerSec),
          producedPerSec: round(worst.producedPerSec),
          etaMs: never ? 'never' : Math.round(worst.etaMs),
          lossMs: Number.isFinite(lossMs) ? Math.round(lossMs) : 'never',
        },
        fix: [
          wayOut(reading),
          ...(Number.isFinite(lossMs)
            ? [
                {
                  text: 'Keep records longer meanwhile; it costs disk.',
                  command: `mq config alter --topic ${topic} --set retention.ms=-1`,
                },
              ]
            : []),
        ],
      };
    }
  },
});

const round = (perSec: number): number => Math.round(perSec * 10) / 10;
