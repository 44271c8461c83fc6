/** Keys of subscriptions to client metrics (KIP-714; Kafka: ClientMetricsConfigs.java): kept and shown. */
import { harmless, int, key, list } from './declare.ts';

const metrics = { scope: 'client-metrics' as const };
const none = harmless('clients are not asked for metrics');

export const clientMetricsKeys = [
  key('interval.ms', int(300000), 'How often clients push.', metrics, none),
  key('match', list(''), 'Which clients, as name=pattern.', metrics, none),
  key('metrics', list(''), 'Prefixes of the metrics they push.', metrics, none),
] as const;
