import { servingBrokers } from '../../evidence/brokers.ts';
import { valuesOf } from '../../evidence/metric.ts';
import { numberOf } from '../../evidence/setting.ts';
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
  claim: {
    text: 'When acks=-1 makes producing slow, raise num.replica.fetchers, the threads that followers copy with.',
    places: ['S0:L198'],
  },
  truth: {
    text: "Still so: the default is 1 thread for each broker that is followed, and it can be raised while brokers run. Where followers keep up, more threads bring nothing. How far behind is too far is mq's own threshold: 10 000 records.",
    source: 'Kafka documentation, Broker configs: num.replica.fetchers; Monitoring: ReplicaFetcherManager MaxLag',
  },
  evidence: ['brokerConfigs', 'cluster'],
  optional: ['metrics', 'logDirs'],
  see: { notHere: 'the bundled broker has no followers' },
  *check({ brokerConfigs, cluster, metrics, logDirs }) {
    if (servingBrokers(cluster).length < 2) return;
    const single = Object.entries(brokerConfigs)
      .filter(([, configs]) => numberOf(configs, KEY) === 1)
      .map(([id]) => Number(id));
    if (single.length === 0) return;
    const measured = metrics && valuesOf(metrics, 'ReplicaFetcherManager', 'MaxLag');
    const known = measured !== undefined && measured.length > 0;
    const lags = known
      ? measured
      : logDirs?.filter(({ node }) => single.includes(node)).flatMap(({ replicas }) => replicas.map(r => r.offsetLag));
    if (lags === undefined) {
      yield {
        unjudged: `${KEY} is 1 on ${brokersText(single)}, and whether followers fall behind is not known`,
        needs:
          '--metrics URL with kafka.server ReplicaFetcherManager MaxLag, or DESCRIBE on the cluster for the sizes of replicas',
      };
      return;
    }
    const most = lags.reduce((worst, lag) => Math.max(worst, lag), 0);
    if (most <= LAG_RECORDS) return;
    yield {
      subject: { type: 'cluster' },
      severity: known ? 'warning' : 'info',
      observed: `${KEY}=1 on ${brokersText(single)}, and a follower is ${most} records behind`,
      numbers: { lagRecords: most },
      fix: [
        {
          text: 'Two to four threads for each leader; they cost memory and connections, no data.',
          command: `mq config alter --all-brokers --set ${KEY}=2`,
          change: { type: 'set-broker-config', broker: '', key: KEY, value: '2' },
        },
      ],
    };
  },
});
