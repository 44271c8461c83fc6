/** What the list of brokers says about the cluster. */
import { brokersText } from '../wording.ts';
import type { BrokerFacts, ClusterFacts } from './cluster-facts.ts';

/** Node ids of the brokers that are there and not fenced, in order. */
export const servingBrokers = ({ brokers }: ClusterFacts): number[] =>
  brokers
    .filter(({ fenced }) => !fenced)
    .map(({ nodeId }) => nodeId)
    .sort((a, b) => a - b);

/**
 * Serving brokers whose loads can be alike: all of them, or where racks have different numbers of brokers those of each rack, because
 * replicas are spread over racks first and the broker that is alone in its rack holds more than its share.
 */
export function alike(cluster: ClusterFacts): number[][] {
  const serving = servingBrokers(cluster);
  const rackOf = new Map(cluster.brokers.map(({ nodeId, rack }) => [nodeId, rack]));
  const byRack = [...Map.groupBy(serving, id => rackOf.get(id) ?? null).values()];
  const isUneven = byRack.some(({ length }) => length !== byRack[0]!.length);
  return isUneven && serving.every(id => rackOf.get(id)) ? byRack : [serving];
}

/** 'not there', 'fenced', or undefined for a broker that serves. */
export function absence({ brokers }: ClusterFacts, nodeId: number): 'not there' | 'fenced' | undefined {
  const broker = brokers.find(broker => broker.nodeId === nodeId);
  return broker === undefined ? 'not there' : broker.fenced ? 'fenced' : undefined;
}

/** 'Once broker 3 is back: ', for advice that takes so many brokers; nothing where they serve. */
export function onceBack(cluster: ClusterFacts, wanted: number): string {
  const serving = servingBrokers(cluster);
  if (serving.length >= wanted) return '';
  const away = cluster.brokers.map(({ nodeId }) => nodeId).filter(id => !serving.includes(id));
  return `Once ${brokersText(away)} ${away.length === 1 ? 'is' : 'are'} back: `;
}

/**
 * Development: a single broker, or brokers that only clients on their own machine can reach. What such a cluster lacks in safety is no
 * mistake, so rules about it speak softly.
 */
export const isDevelopment = ({ brokers }: ClusterFacts): boolean =>
  brokers.length === 1 || brokers.every(isOnLoopback);

const isOnLoopback = ({ host }: BrokerFacts): boolean => isLoopback(host);

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);
