/**
 * Attributes of an MBean in Prometheus text, whatever rules the JMX exporter has. Seen on real brokers: with its example rules and Strimzi's
 * `kafka_server_brokertopicmetrics_bytesin_total`, `…_requesthandleravgidle_percent` (the mean since the start), `…_maxlag`; with Confluent's
 * `…_requesthandleravgidlepercent_total` (the rate of one minute); without rules, and on MSK, `kafka_server_BrokerTopicMetrics_OneMinuteRate{name="BytesInPerSec"}`.
 */
import type { MetricSample, Metrics } from './given.ts';

export interface AttributeSample extends MetricSample {
  /** In lower case: 'oneminuterate', 'counttotal'; '' where the name ends with that of the MBean. */
  readonly attribute: string;
}

const ATTRIBUTE = /^(value|count|total|counttotal|(one|five|fifteen)minuterate|meanrate)?$/;

/** Samples of one MBean, by broker, attribute and label. `type` and `name` are those of the MBean. */
export function samplesOf(metrics: Metrics, type: string, name: string): AttributeSample[] {
  const wantedType = plain(type);
  const wantedName = plain(name);
  return Object.entries(metrics).flatMap(([metric, samples]) => {
    const said = plain(metric);
    const at = said.indexOf(wantedType);
    if (at < 0) return [];
    const rest = said.slice(at + wantedType.length);
    const own = attributeOf(rest, wantedName);
    return samples.flatMap(sample => {
      const named = sample.labels.name !== undefined && plain(sample.labels.name) === wantedName;
      const attribute = named ? rest : own;
      return attribute !== undefined && ATTRIBUTE.test(attribute) ? [{ ...sample, attribute }] : [];
    });
  });
}

/** What follows the name. The usual rules cut PerSec off and write total for it. */
function attributeOf(rest: string, name: string): string | undefined {
  if (rest.startsWith(name)) return rest.slice(name.length);
  return rest === `${name.replace(/persec$/, '')}total` ? 'total' : undefined;
}

/** Of one broker together, which `instance` names: a scrape target, or the file or address that it was read from. */
export const byInstance = <S extends MetricSample>(samples: readonly S[]): Map<string, S[]> =>
  Map.groupBy(samples, ({ labels }) => labels.instance ?? '');

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
