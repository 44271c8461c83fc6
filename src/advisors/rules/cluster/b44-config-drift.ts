import type { ConfigFact } from '../../evidence/cluster-facts.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

/** What each broker has for itself, and what other rules tell of (throttles: B39, min.insync.replicas: B12). */
const OWN =
  /^(?:node\.id|broker\.id|broker\.rack|process\.roles|(?:.+\.)?listeners?(?:\..+)?|advertised\.|control\.plane\.|log\.dirs?$|metadata\.log\.dir$|.*keystore.*|.*truststore.*|.*jaas.*|.*\.principal.*|(?:leader|follower)\.replication\.throttled\.rate|min\.insync\.replicas)/;

export const configDrift = rule({
  id: 'B44',
  name: 'config-drift',
  title: 'Brokers of one cluster have different settings',
  severity: 'warning',
  why: 'What happens to a topic then depends on which broker leads it: retention, sizes and threads change with each election, and a bug shows on one broker only.',
  remedy: 'Decide on one value, and set it on every broker.',
  truth: {
    text: 'Only ids, racks, listeners, directories and keys should differ. Settings changed at run time for all brokers (mq config alter --all-brokers) cannot drift; server.properties can. During a rolling change this is only for a while.',
    source: 'Kafka documentation, Updating broker configs; kcpilot',
  },
  evidence: ['brokerConfigs'],
  see: { notHere: 'it takes two brokers that differ' },
  *check({ brokerConfigs }) {
    const brokers = Object.entries(brokerConfigs).map(([id, configs]) => ({ id: Number(id), configs }));
    if (brokers.length < 2) return;
    const keys = [...new Set(brokers.flatMap(({ configs }) => Object.keys(configs)))]
      .filter(key => !OWN.test(key))
      .sort();
    for (const key of keys) {
      // A key that one version lacks, and defaults that differ by version, are an upgrade and no drift.
      const having = brokers.flatMap(({ id, configs }) => (configs[key] ? [{ id, fact: configs[key] }] : []));
      if (having.every(({ fact }) => fact.source === 'default')) continue;
      const byValue = Map.groupBy(having, ({ fact }) => fact.value);
      if (byValue.size < 2) continue;
      const groups = [...byValue].sort(([, a], [, b]) => b.length - a.length);
      yield {
        subject: { type: 'cluster' },
        observed: `${key} is ${groups.map(([value, list]) => `${value ?? 'not set'} on ${brokersText(list.map(({ id }) => id))}`).join(', ')}`,
        numbers: { values: groups.length },
        fix: fixesOf(
          key,
          groups.slice(1).flatMap(([, list]) => list),
          groups[0]![1].length > groups[1]![1].length ? groups[0]![0] : undefined,
        ),
      };
    }
  },
});

function fixesOf(
  key: string,
  odd: readonly { id: number; fact: ConfigFact }[],
  common: string | null | undefined,
): Fix[] {
  const dynamic = odd.filter(({ fact }) => fact.source === 'broker');
  if (dynamic.length === odd.length) {
    return dynamic.map(({ id }) => ({
      text: `Drop what was set for broker ${id} alone, if nobody knows why it is.`,
      command: `mq config alter --broker ${id} --delete ${key}`,
    }));
  }
  return [
    {
      text:
        common === undefined
          ? 'Decide which is right, write it into server.properties of the others, and restart one after the other.'
          : `Decide which is right (${common ?? 'not set'} is the most common), write it into server.properties of ${brokersText(odd.map(({ id }) => id))}, and restart one after the other.`,
    },
  ];
}
