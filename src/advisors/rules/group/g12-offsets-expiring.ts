import { formatDuration } from '../../../lib/duration.ts';
import { shellWord } from '../../../lib/shell.ts';
import { numberOf } from '../../evidence/setting.ts';
import { consumes } from '../../lag/reading.ts';
import { spanOf } from '../../lag/series.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const KEY = 'offsets.retention.minutes';
const NEAR = 0.8;

export const offsetsExpiring = rule({
  id: 'G12',
  name: 'offsets-expiring',
  title: 'The commits of a group without members are about to expire',
  severity: 'warning',
  why: 'When they are gone, the group begins where auto.offset.reset says: it skips what came meanwhile, or reads everything again.',
  remedy: 'Save the positions, or start a member.',
  truth: {
    text: 'A group that has been empty for offsets.retention.minutes loses its commits: 7 days since 2.0, one day before. The clock starts when the last member leaves; for commits without members, with each commit.',
    source: 'KIP-186, KIP-211; Kafka documentation, broker settings: offsets.retention.minutes',
  },
  evidence: ['groups', 'committed', 'brokerConfigs', 'history'],
  see: { notHere: 'it takes days without members, seen by --state FILE' },
  *check({ groups, committed, brokerConfigs, history }, { nowMs }) {
    const minutes = Object.values(brokerConfigs).flatMap(configs => numberOf(configs, KEY) ?? []);
    const retentionMs = Math.min(...minutes) * 60_000;
    const holding = new Set(committed.filter(({ topics }) => topics.length > 0).map(({ group }) => group));
    const empty = groups.filter(group => consumes(group) && group.state === 'Empty' && holding.has(group.group));
    if (minutes.length === 0 || empty.length === 0) return;
    for (const { group, coordinator } of empty) {
      const emptyMs = nowMs - emptySince(group);
      if (emptyMs < NEAR * retentionMs) continue;
      yield {
        subject: { type: 'group', group },
        observed: `empty for at least ${formatDuration(emptyMs)}, ${percentText(emptyMs / retentionMs)} of ${KEY} (${formatDuration(retentionMs)})`,
        numbers: { emptyMs, retentionMs },
        fix: [
          {
            text: 'Save the positions; --from-file brings them back.',
            command: `kafka-consumer-groups.sh --group ${shellWord(group)} --all-topics --reset-offsets --to-current --dry-run --export > ${shellWord(`${group}.csv`)}`,
          },
          {
            text: 'Start a consumer of the group: as long as it has members nothing expires. When it is no longer needed, delete it.',
            command: `mq group delete ${shellWord(group)}`,
          },
          {
            text: `Keep commits longer: ${KEY} in server.properties of every broker (coordinator now: broker ${coordinator}), then a rolling restart.`,
          },
        ],
      };
    }
    if (spanOf(history) < NEAR * retentionMs)
      yield {
        unjudged: `groups without members are known for ${formatDuration(spanOf(history))}, and ${formatDuration(NEAR * retentionMs)} count`,
        needs: '--state FILE and a run each day',
      };

    /** The first of the moments that all saw it without members and with the same commits. */
    function emptySince(group: string): number {
      const { moments } = history;
      const now = JSON.stringify(moments.at(-1)!.groups[group]?.committed);
      const other = moments.findLastIndex(({ groups: then }) => {
        const facts = then[group];
        return facts?.state !== 'Empty' || JSON.stringify(facts.committed) !== now;
      });
      return moments[other + 1]?.atMs ?? nowMs;
    }
  },
});
