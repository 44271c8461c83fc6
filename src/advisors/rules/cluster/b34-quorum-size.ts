import { counted } from '../../../lib/counted.ts';
import { isDevelopment } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

export const quorumSize = rule({
  id: 'B34',
  name: 'quorum-size',
  title: 'The number of controllers does not survive what it could',
  severity: 'error',
  why: 'A majority of controllers has to be up: without it no leader is elected, no topic created and no broker can start.',
  remedy: 'Have three or five controllers.',
  truth: {
    text: '3 controllers survive the loss of one, 5 of two; with 1 or 2 none may be lost, and 4 survive no more than 3 do.',
    source: 'Kafka documentation, KRaft: controllers',
  },
  evidence: ['quorum', 'cluster'],
  see: { notHere: 'the bundled broker is its own controller, alone with one broker, and nothing is said of that' },
  *check({ quorum, cluster }) {
    if (quorum === null) return; // ZooKeeper: B37
    const voters = quorum.voters.map(({ nodeId }) => nodeId);
    const count = voters.length;
    const odd = count % 2 === 1;
    if ((count === 1 && cluster.brokers.length === 1) || (odd && count >= 3)) return;
    const majority = Math.floor(count / 2) + 1;
    yield {
      subject: { type: 'cluster' },
      severity: isDevelopment(cluster) ? 'info' : count < 3 ? 'error' : 'warning',
      observed: `${counted(count, 'controller')} (${voters.length === 1 ? 'node' : 'nodes'} ${listText(voters)}): a majority is ${majority}, so ${count - majority === 0 ? 'none' : count - majority} may be lost`,
      numbers: { controllers: count, mayBeLost: count - majority },
      fix: [
        count < 3
          ? {
              text: 'Go to 3 controllers: format a new one with --no-initial-controllers, start it, and add it. That takes kraft.version 1; from 4.1 on kafka-features.sh upgrade --feature kraft.version=1 brings it.',
              command: 'kafka-metadata-quorum.sh --command-config controller.properties add-controller',
            }
          : {
              text: `Take one away or add one: ${count} survive no more than ${count - 1}, and each makes commits wait for one more.`,
              command: 'kafka-metadata-quorum.sh describe --replication',
            },
      ],
    };
  },
});
