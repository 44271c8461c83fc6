import { counted } from '../../../lib/counted.ts';
import { isDevelopment } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';

export const brokerCount = rule({
  id: 'B33',
  name: 'broker-count',
  title: 'There are too few brokers for three copies',
  severity: 'error',
  why: 'With one broker there are no copies at all; with two, a failure leaves one copy, and either writes stop or the next failure loses records.',
  remedy: 'Have three brokers at least.',
  claim: {
    text: 'A cluster that is too small shows as load, disks that wait and leaders that change all the time; add brokers, then balance the partitions that exist over them.',
    places: ['S0:L623'],
  },
  truth: {
    text: 'Three is the least for replication factor 3 with min.insync.replicas=2, which survives a broker and goes on taking writes. A single broker is right for development.',
    source: 'TopicConfig min.insync.replicas (documentation); kcpilot',
  },
  evidence: ['cluster'],
  optional: ['topics'],
  see: ['mq doctor --only B33'],
  *check({ cluster, topics = [] }) {
    // Before 4.0 a broker that is down is not told of; where it has replicas it still counts.
    const known = new Set(cluster.brokers.map(({ nodeId }) => nodeId));
    for (const { partitions } of topics)
      for (const { replicas } of partitions) for (const id of replicas) known.add(id);
    const length = known.size;
    if (length >= 3) return;
    const alone = length === 1;
    yield {
      subject: { type: 'cluster' },
      severity: isDevelopment(cluster) ? 'info' : 'error',
      observed: alone
        ? '1 broker: nothing can be replicated; fine for development'
        : `${counted(length, 'broker')}: 2 replicas at most`,
      numbers: { brokers: length },
      fix: [
        {
          text: `For production add ${counted(3 - length, 'broker')}, give topics 3 replicas (mq topic reassign … --replication-factor 3) and set min.insync.replicas=2.`,
        },
      ],
    };
  },
});
