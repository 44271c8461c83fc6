import { isDevelopment, isLoopback } from '../../evidence/brokers.ts';
import type { Configs } from '../../evidence/cluster-facts.ts';
import { rule } from '../../rule.ts';
import { brokersText, listText } from '../../wording.ts';

export const plaintext = rule({
  id: 'B45',
  name: 'plaintext',
  title: 'Listeners for other machines are neither encrypted nor authenticated',
  severity: 'warning',
  why: 'Who reaches the port reads and writes every topic; who sees the network reads every record, and passwords of SASL/PLAIN.',
  remedy: 'Add a listener with SASL_SSL, move clients over, remove the open one.',
  truth: {
    text: "PLAINTEXT has neither; SASL_PLAINTEXT knows who connects and hides nothing; SSL and SASL_SSL encrypt, at the price of zero copy. Listeners that advertise the machine's own loopback address are left alone; of a broker that is alone it is an info.",
    source: 'Kafka documentation, Security: listener configuration',
  },
  evidence: ['brokerConfigs', 'cluster'],
  see: { notHere: 'mq broker dev listens on the loopback address' },
  *check({ brokerConfigs, cluster }) {
    const open = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const host = cluster.brokers.find(({ nodeId }) => nodeId === Number(id))?.host ?? '';
      return listenersOf(configs, host).flatMap(listener =>
        isLoopback(listener.host) ? [] : [{ id: Number(id), ...listener }],
      );
    });
    for (const protocol of ['PLAINTEXT', 'SASL_PLAINTEXT'] as const) {
      const listeners = open.filter(each => each.protocol === protocol);
      if (listeners.length === 0) continue;
      const ids = [...new Set(listeners.map(({ id }) => id))];
      yield {
        subject: { type: 'cluster' },
        severity: protocol === 'PLAINTEXT' && !isDevelopment(cluster) ? 'warning' : 'info',
        observed: `${protocol} on ${brokersText(ids)}: ${listText(
          listeners.map(({ text }) => text),
          5,
        )}`,
        numbers: { listeners: listeners.length, brokers: ids.length },
        fix: [
          {
            text: 'Add a listener with SASL_SSL beside it (one broker after the other), move clients and inter.broker.listener.name over, then remove this one.',
          },
        ],
      };
    }
  },
});

/** What clients are told to connect to; without advertised.listeners that is `listeners`, less those of the controller. */
function listenersOf(configs: Configs, brokerHost: string) {
  const advertised = configs['advertised.listeners']?.value;
  const controllers = listOf(configs['controller.listener.names']?.value);
  const protocols = new Map(
    listOf(configs['listener.security.protocol.map']?.value).map(pair => pair.split(':') as [string, string]),
  );
  return listOf(advertised || configs.listeners?.value).flatMap(text => {
    const [, name, host] = /^([^:]+):\/\/(.*):\d+$/.exec(text) ?? [];
    if (name === undefined || controllers.includes(name)) return [];
    const isAny = !host || host === '0.0.0.0' || host === '[::]' || host === '::';
    return [{ text, protocol: protocols.get(name) ?? name, host: isAny ? brokerHost : host }];
  });
}

const listOf = (value: string | null | undefined): string[] =>
  (value ?? '').split(',').flatMap(item => item.trim() || []);
