/**
 * Values of a JMX metric in Prometheus text, whatever rules the exporter has: `kafka_server_replicafetchermanager_maxlag{…}` as Strimzi and
 * the JMX exporter's own examples name it, or `kafka_server_ReplicaFetcherManager_Value{name="MaxLag"}` without rules.
 */
import type { MetricSample, Metrics } from './given.ts';

/** All of its values: one for each broker and label. `type`, `name` and `attribute` are those of the MBean; any attribute when left out. */
export const valuesOf = (metrics: Metrics, type: string, name: string, attribute = ''): number[] =>
  samplesOf(metrics, type, name, attribute).map(({ value }) => value);

function samplesOf(metrics: Metrics, type: string, name: string, attribute: string): MetricSample[] {
  const wantedType = plain(type);
  const wantedName = plain(name);
  return Object.entries(metrics).flatMap(([metric, samples]) => {
    const said = plain(metric);
    if (!said.includes(wantedType) || !said.includes(plain(attribute))) return [];
    if (said.includes(wantedName)) return samples;
    return samples.filter(({ labels }) => labels.name !== undefined && plain(labels.name) === wantedName);
  });
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
