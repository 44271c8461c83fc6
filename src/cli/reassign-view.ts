/** What a reassignment looks like: partitions, brokers, and what to know before saying yes. */
import { formatBytes, formatRate } from '../lib/bytes.ts';
import { counted } from '../lib/counted.ts';
import { formatDuration } from '../lib/duration.ts';
import type { BrokerShare, Move } from '../operations/reassign/moves.ts';
import type { ReassignmentPlan } from '../operations/reassign/plan.ts';
import type { Moving } from '../operations/reassign/progress.ts';
import type { Column, View } from './output.ts';

const moveColumns: Column<Move>[] = [
  { header: 'topic', value: move => move.topic },
  { header: 'partition', value: move => move.partition },
  { header: 'replicas', value: move => move.before.join(',') },
  { header: 'then', value: move => move.after.join(',') },
  { header: 'bytes to copy', value: move => formatBytes(move.bytes), align: 'right' },
];

const brokerColumns: Column<BrokerShare>[] = [
  { header: 'broker', value: share => share.broker },
  { header: 'rack', value: share => share.rack },
  { header: 'replicas', value: share => share.replicasBefore },
  { header: 'then', value: share => share.replicasAfter },
  { header: 'preferred leaders', value: share => share.leadersBefore },
  { header: 'then', value: share => share.leadersAfter },
  { header: 'bytes to send', value: share => formatBytes(share.bytesOut), align: 'right' },
  { header: 'to receive', value: share => formatBytes(share.bytesIn), align: 'right' },
];

/** Of many partitions only the first: the brokers say it all. */
const MOST_SHOWN = 40;

export function reassignmentView(plan: ReassignmentPlan, throttleBytesPerSec: number | undefined): View {
  const { moves, brokers } = plan;
  const csv = { rows: moves, columns: moveColumns };
  if (moves.length === 0) return { sections: [{ sentences: ['All replicas are where they should be.'] }], csv };
  const more = moves.length > MOST_SHOWN ? `, the first ${MOST_SHOWN} of ${moves.length}` : '';
  return {
    sections: [
      { title: `Partitions that change${more}`, rows: moves.slice(0, MOST_SHOWN), columns: moveColumns },
      { title: `Brokers, of ${plan.topics.join(', ')}`, rows: brokers, columns: brokerColumns },
      { title: 'What that means', sentences: consequences(plan, throttleBytesPerSec) },
    ],
    csv,
  };
}

function consequences(
  { bytes, brokers, away, refusedMeanwhile }: ReassignmentPlan,
  throttleBytesPerSec: number | undefined,
): string[] {
  const sentences: string[] = [];
  const most = Math.max(...brokers.flatMap(({ bytesIn, bytesOut }) => [bytesIn, bytesOut]));
  if (bytes === 0) sentences.push('Nothing is copied.');
  else if (throttleBytesPerSec === undefined)
    sentences.push(
      `${formatBytes(bytes)} are copied as fast as brokers can, beside what clients do; --throttle RATE holds that back.`,
    );
  else {
    const tookMs = (1000 * most) / throttleBytesPerSec;
    sentences.push(
      `${formatBytes(bytes)} are copied at ${formatRate(throttleBytesPerSec)} at most for each broker: at least ${formatDuration(tookMs)}.`,
      'It never ends when producers write faster than that to what a broker receives. Then give it more (mq config alter --broker ID --set leader.replication.throttled.rate=… --set follower.replication.throttled.rate=…), or --cancel.',
      'Ctrl-C takes back what has not arrived, and the throttle.',
    );
  }
  for (const { topic, minInsyncReplicas, replicas } of refusedMeanwhile)
    sentences.push(
      `Producers with acks=all to ${topic} are refused until ${minInsyncReplicas} replicas are in sync: the new ones count at once for min.insync.replicas=${minInsyncReplicas}. Set it to ${replicas} before, and back after (mq config alter --topic ${topic} --set min.insync.replicas=${replicas}), to spare them.`,
    );
  if (away.length > 0)
    sentences.push(
      `Broker ${away.join(', ')} is not there; its replicas stay assigned to it. --brokers, without it, moves them elsewhere.`,
    );
  return sentences;
}

const movingColumns: Column<Moving>[] = [
  { header: 'topic', value: row => row.topic },
  { header: 'partition', value: row => row.partition },
  { header: 'comes to', value: row => row.adding.join(',') },
  { header: 'leaves', value: row => row.removing.join(',') },
  { header: 'copied', value: row => formatBytes(row.copiedBytes), align: 'right' },
  { header: 'of', value: row => formatBytes(row.totalBytes), align: 'right' },
];

export function movingView(moving: readonly Moving[]): View {
  const csv = { rows: moving, columns: movingColumns };
  return { sections: [moving.length > 0 ? csv : { sentences: ['Nothing is on the move.'] }], csv };
}

export const movesText = (moves: readonly Move[]): string => counted(moves.length, 'partition');
