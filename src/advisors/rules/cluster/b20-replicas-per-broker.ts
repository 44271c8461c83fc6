import type { HostFacts } from '../../evidence/given.ts';
import { replicasByBroker } from '../../evidence/placement.ts';
import type { Severity } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

/** From how many replicas on this one is told, is warned, is an error. */
interface Limits {
  readonly info: number;
  readonly warning: number;
  readonly error: number;
}

const unknownSize: Limits = { info: 1000, warning: 4000, error: 10_000 };

export const replicasPerBroker = rule({
  id: 'B20',
  name: 'replicas-per-broker',
  title: 'Brokers hold very many replicas',
  severity: 'warning',
  why: 'Each costs memory, file handles and maps, and time at every restart and failure: leaders move later, recovery takes longer.',
  remedy: 'Merge topics, take away partitions that nobody needs, or add brokers.',
  claim: {
    text: 'More partitions are not always better: more on each broker means more memory and handles, and when it fails, elections take longer and records may be lost meanwhile.',
    places: ['S2:Q33', 'S0:L587'],
  },
  truth: {
    text: 'The direction is right; the numbers have grown. Published advice: 1000 replicas for a small broker (up to 4 cores), 2000 for 8 cores, 4000 from 16 cores on; 4000 was the advice for any broker since 1.1; Cruise Control places at most 10 000. No acknowledged record is lost by an election within the ISR.',
    source:
      'Amazon MSK best practices; confluent.io "Apache Kafka supports 200K partitions"; Cruise Control max.replicas.per.broker',
  },
  evidence: ['topics', 'cluster'],
  optional: ['host'],
  see: ['mq topic create seen-b20 --partitions 1100', 'mq doctor --only B20'],
  *check({ topics, cluster, host }) {
    const counts = replicasByBroker(topics);
    const over = cluster.brokers.flatMap(({ nodeId }) => {
      const count = counts.get(nodeId) ?? 0;
      const severity = severityOf(count, limitsOf(host?.find(({ node }) => node === nodeId)));
      return severity ? [{ nodeId, count, severity }] : [];
    });
    for (const [severity, brokers] of Map.groupBy(over, ({ severity }) => severity)) {
      const [first] = brokers;
      const most = brokers.reduce((max, { count }) => Math.max(max, count), 0);
      yield {
        subject: brokers.length === 1 ? { type: 'broker', broker: first!.nodeId } : { type: 'cluster' },
        severity,
        observed: `${listText(brokers.map(({ nodeId, count }) => `broker ${nodeId} holds ${count} replicas`))}`,
        numbers: { replicas: most, brokers: brokers.length },
        fix: [
          {
            text: 'Merge topics and take partitions away that nobody needs (a new, smaller topic and a drain), or add brokers and spread what there is over them.',
            command: 'mq topic list',
          },
        ],
      };
    }
  },
});

function limitsOf(host: HostFacts | undefined): Limits {
  if (host?.cores === undefined) return unknownSize;
  const advised = host.cores < 8 ? 1000 : host.cores < 16 ? 2000 : 4000;
  return { info: advised, warning: advised * 1.5, error: 10_000 };
}

const severityOf = (count: number, { info, warning, error }: Limits): Severity | undefined =>
  count > error ? 'error' : count > warning ? 'warning' : count > info ? 'info' : undefined;
