import { counted } from '../../../lib/counted.ts';
import { maxLags } from '../../evidence/broker-metrics.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { replicasComing } from '../../evidence/placement.ts';
import { numberOf } from '../../evidence/setting.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'num.replica.fetchers';
/** Behind by more than this is more than one fetch that is just on its way. */
const LAG_RECORDS = 10_000;

export const oneFetcher = rule({
  id: 'B15',
  name: 'fetchers-one',
  title: 'Followers fall behind with one fetcher thread for each leader',
  severity: 'warning',
  why: 'acks=all waits for the slowest follower in sync, so producers wait too; when it falls back further it drops out of the ISR.',
  remedy: 'Raise num.replica.fetchers to two to four, once it is clear that fetching is what lags.',
  claim: {
    text: 'When acks=-1 makes producing slow, raise num.replica.fetchers, the threads that followers copy with.',
    places: ['S0:L198'],
  },
  truth: {
    text: "Still so: the default is 1 thread for each broker that is followed, and it can be raised while brokers run. Where followers keep up, more threads bring nothing. MaxLag above 10 000 records is mq's own threshold; without it only followers that are out of sync on a broker that serves show.",
    source: 'Kafka documentation, Broker configs: num.replica.fetchers; Monitoring: ReplicaFetcherManager MaxLag',
  },
  evidence: ['brokerConfigs', 'cluster', 'topics'],
  optional: ['metrics', 'reassignments'],
  see: { notHere: 'the bundled broker has no followers' },
  *check({ brokerConfigs, cluster, topics, metrics, reassignments }) {
    const serving = servingBrokers(cluster);
    const single = serving.filter(id => numberOf(brokerConfigs[id], KEY) === 1);
    if (serving.length < 2 || single.length === 0) return;
    // What is set for all would lower those that have more.
    const whose = single.length === serving.length ? [''] : single.map(String);
    const fix: Fix[] = [
      {
        text: 'Two threads for each leader; they cost memory and connections, no data. Up to four belong into server.properties: while it runs Kafka takes at most twice the number there, and at a start with more it leaves aside all that is set for all brokers.',
        command: `mq config alter ${whose.map(id => (id === '' ? '--all-brokers' : `--broker ${id}`)).join(' ')} --set ${KEY}=2`,
        change: whose.map(broker => ({ type: 'set-broker-config', broker, key: KEY, value: '2' })),
      },
    ];
    const lags = metrics ? maxLags(metrics) : [];
    const most = lags.reduce((worst, { value }) => Math.max(worst, value), 0);
    if (most > LAG_RECORDS && (reassignments?.length ?? 0) === 0) {
      // replicas that are being filled are behind
      yield {
        subject: { type: 'cluster' },
        observed: `${KEY}=1 on ${brokersText(single)}, and a follower is ${most} records behind`,
        numbers: { lagRecords: most },
        fix,
      };
    }
    if (lags.length > 0) return;
    const comingTo = replicasComing(reassignments);
    const behind = new Map<number, number>();
    for (const { name, partitions } of topics) {
      for (const { partition, leader, replicas, isr } of partitions) {
        if (leader < 0) continue;
        for (const id of replicas) {
          if (isr.includes(id) || !single.includes(id) || comingTo(name, partition).includes(id)) continue;
          behind.set(id, (behind.get(id) ?? 0) + 1);
        }
      }
    }
    if (behind.size === 0) return;
    const ids = [...behind.keys()].sort((a, b) => a - b);
    const partitions = [...behind.values()].reduce((sum, count) => sum + count, 0);
    yield {
      subject: { type: 'cluster' },
      severity: 'info',
      observed: `${KEY}=1, and ${counted(partitions, 'replica')} on ${brokersText(ids)} fell out of sync although the brokers serve`,
      numbers: { replicas: partitions, brokers: ids.length },
      fix,
    };
  },
});
