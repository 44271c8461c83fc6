import { shellWord } from '../../../lib/shell.ts';
import { consumes } from '../../lag/reading.ts';
import { rule } from '../../rule.ts';

const MOMENTS = 6;
const OFTEN = 2;
const MOSTLY = 4;
/** Eager members of a classic group stop reading here. */
const stops = new Set(['PreparingRebalance', 'CompletingRebalance']);
/** Members of KIP-848 groups go on meanwhile. */
const moves = new Set(['Assigning', 'Reconciling']);

export const rebalanceChurn = rule({
  id: 'G09',
  name: 'rebalance-churn',
  title: 'A group rebalances again and again',
  severity: 'warning',
  why: 'While a classic group rebalances nobody commits, and with eager assignors nobody reads: the group falls behind, and what was not committed is read twice.',
  remedy: 'Find the member that leaves; give processing more time, use static members or the new protocol.',
  claim: {
    text: 'Members that come or go rebalance a group; one whose processing takes longer than its session timeout (30 s in 0.10) goes without wanting to.',
    places: ['S0:L312', 'S0:L465', 'S2:Q38'],
  },
  truth: {
    text: 'In Java clients heartbeats have a thread of their own since 0.10.1: slow processing breaks max.poll.interval.ms (5 minutes), a dead process breaks session.timeout.ms (45 s since 3.0). Without such a thread, as in kafkajs, the session timeout still counts. Cooperative assignors (2.4) and KIP-848 (4.0) let the others go on.',
    source: 'KIP-62, KIP-735, KIP-429, KIP-848',
  },
  evidence: ['groups', 'history'],
  see: { notHere: 'it takes members that keep coming and going: --samples 6 --interval 5s while consumers restart' },
  *check({ groups, history }) {
    const latest = history.moments.slice(-MOMENTS);
    const relevant = groups.filter(consumes).filter(({ members }) => members.length > 0);
    if (relevant.length > 0 && latest.length < MOMENTS)
      yield {
        unjudged: `one of ${MOMENTS} moments shows chance, and there are ${latest.length}`,
        needs: `--samples ${MOMENTS} --interval 5s, or --state FILE and a run now and then`,
      };
    for (const group of groups.filter(consumes)) {
      const states = latest.map(({ groups: then }) => then[group.group]?.state ?? '');
      const stopped = states.filter(state => stops.has(state)).length;
      const rebalancing = stopped + states.filter(state => moves.has(state)).length;
      if (rebalancing < OFTEN) continue;
      yield {
        subject: { type: 'group', group: group.group },
        severity: stopped >= MOSTLY ? 'error' : 'warning',
        observed: `in ${rebalancing} of the last ${latest.length} moments the group was rebalancing`,
        numbers: { rebalancing, moments: latest.length },
        fix: [
          {
            text: 'Find the member that leaves: raise max.poll.interval.ms or lower max.poll.records where processing is slow (kafkajs: call heartbeat(), raise sessionTimeout).',
            command: `mq group describe ${shellWord(group.group)}`,
          },
          {
            text: 'Restarts are free with static members (group.instance.id), and cheap with group.protocol=consumer on Kafka 4.',
          },
        ],
      };
    }
  },
});
