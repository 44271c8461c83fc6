import { valuesOf } from '../../evidence/metric.ts';
import { rule } from '../../rule.ts';

const WARN = 0.3;
const ERROR = 0.1;

const threads = [
  {
    type: 'KafkaRequestHandlerPool',
    name: 'RequestHandlerAvgIdlePercent',
    key: 'num.io.threads',
    who: 'request handlers',
    set: 16,
  },
  {
    type: 'SocketServer',
    name: 'NetworkProcessorAvgIdlePercent',
    key: 'num.network.threads',
    who: 'network threads',
    set: 6,
  },
] as const;

export const idlePercent = rule({
  id: 'B48',
  name: 'idle-percent',
  title: 'The threads of a broker are hardly ever idle',
  severity: 'warning',
  why: 'Requests queue: latency of every client rises, followers fetch late and drop out of the ISR, heartbeats are late and groups rebalance.',
  remedy: 'Add threads where cores are idle, else brokers.',
  truth: {
    text: 'Both averages are best above 0.3. More threads help when cores are free; when they are not, it takes brokers or less work (batches, compression at the client, fewer tiny fetches).',
    source: 'Kafka documentation, Monitoring: RequestHandlerAvgIdlePercent, NetworkProcessorAvgIdlePercent',
  },
  evidence: ['metrics'],
  see: { notHere: 'it takes the JMX metrics of a broker: mq doctor --only B48 --metrics URL' },
  *check({ metrics }) {
    for (const { type, name, key, who, set } of threads) {
      const values = valuesOf(metrics, type, name).filter(value => value >= 0 && value <= 1);
      if (values.length === 0) {
        yield {
          unjudged: `the metrics given hold no ${name}`,
          needs: `kafka.${type === 'SocketServer' ? 'network' : 'server'} ${type} ${name}`,
        };
        continue;
      }
      const least = Math.min(...values);
      if (least >= WARN) continue;
      yield {
        subject: { type: 'cluster' },
        severity: least < ERROR ? 'error' : 'warning',
        observed: `${who} of the busiest broker are idle ${Math.round(least * 100)} % of the time (${name} ${least.toFixed(2)})`,
        numbers: { idle: Number(least.toFixed(3)) },
        fix: [
          {
            text: 'When its cores are not all busy, more threads; they can be changed while it runs.',
            command: `mq config alter --all-brokers --set ${key}=${set}`,
          },
          { text: 'Otherwise add brokers and spread leaders, or give the brokers larger batches to work on.' },
        ],
      };
    }
  },
});
