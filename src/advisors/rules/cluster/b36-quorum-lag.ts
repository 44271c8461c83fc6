import { formatDuration } from '../../../lib/duration.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import type { QuorumReplica } from '../../evidence/cluster-facts.ts';
import type { Observation } from '../../finding.ts';
import { rule } from '../../rule.ts';

const LIMIT_MS = 10_000;

export const quorumLag = rule({
  id: 'B36',
  name: 'quorum-lag',
  title: 'Nodes are behind with the metadata of the cluster',
  severity: 'error',
  why: 'A controller that is behind does not count for the majority, so the next failure may stop the cluster; a broker that is behind serves by old leaders and settings.',
  remedy: 'Bring the node back that lags, or look at its network to the active controller.',
  truth: {
    text: "Controllers and brokers copy the metadata log from the active controller all the time; in good health the last time they had all of it is less than a second ago. Ages are counted by the clock of that controller; 10 s is mq's own threshold.",
    source: 'Kafka documentation, KRaft: kafka-metadata-quorum; KIP-836',
  },
  evidence: ['quorum', 'cluster'],
  see: { notHere: 'a single controller has nobody to be behind' },
  *check({ quorum, cluster }) {
    const leader = quorum?.voters.find(({ nodeId }) => nodeId === quorum.leaderId);
    if (!quorum || !leader) return;
    if (leader.lastCaughtUpMs < 0) {
      yield { unjudged: 'the controller does not say when nodes had caught up', needs: 'Kafka 3.3 or newer (KIP-836)' };
      return;
    }
    const serving = servingBrokers(cluster);
    const lagging = (replica: QuorumReplica) =>
      replica !== leader && leader.lastCaughtUpMs - replica.lastCaughtUpMs > LIMIT_MS;
    const tell = (replica: QuorumReplica, role: string): Observation => {
      const { nodeId, logEndOffset, lastCaughtUpMs } = replica;
      const ageMs = lastCaughtUpMs < 0 ? undefined : leader.lastCaughtUpMs - lastCaughtUpMs;
      const behind = Math.max(0, leader.logEndOffset - Math.max(0, logEndOffset));
      return {
        subject: { type: 'broker', broker: nodeId },
        severity: role === 'controller' ? 'error' : 'warning',
        observed: `${role} ${nodeId} ${ageMs === undefined ? `has not caught up since controller ${leader.nodeId} leads` : `was last caught up ${formatDuration(ageMs)} ago`}, ${behind} metadata records behind`,
        numbers: { behindRecords: behind, ...(ageMs === undefined ? {} : { ageMs }) },
        fix: [
          {
            text: `Start node ${nodeId}, or look at its log and its network to controller ${leader.nodeId}; it catches up by itself.`,
            command: 'kafka-metadata-quorum.sh describe --replication',
          },
        ],
      };
    };
    for (const voter of quorum.voters) if (lagging(voter)) yield tell(voter, 'controller');
    for (const observer of quorum.observers) {
      if (serving.includes(observer.nodeId) && lagging(observer)) yield tell(observer, 'broker');
    }
  },
});
