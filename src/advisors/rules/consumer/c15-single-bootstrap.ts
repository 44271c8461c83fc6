import { elsewhere, held, placeOf } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

export const singleBootstrap = rule({
  id: 'C15',
  name: 'single-bootstrap',
  title: 'A client knows one broker to start from',
  severity: 'warning',
  why: 'While that broker is down no client can start, though the cluster is well; those that run do not notice.',
  remedy: 'Name two bootstrap servers at least.',
  truth: {
    text: 'bootstrap.servers is only for the start, and a few brokers are enough. One name that stands for several (a service, a name with several addresses) is as good: clients try all of its addresses.',
    source: 'Kafka documentation, producer configuration: bootstrap.servers, client.dns.lookup; KIP-602',
  },
  evidence: ['clients'],
  see: ['echo bootstrap.servers=kafka-1.example:9092 > seen-c15.properties', 'mq lint seen-c15.properties --only C15'],
  *check({ clients }) {
    const asked = clients.filter(({ role }) => !/broker|connector/.test(role));
    yield* elsewhere(asked, 'bootstrap.servers');
    const told = new Set<string>();
    for (const client of asked) {
      const setting = client.settings['bootstrap.servers'];
      const servers = (held(client, 'bootstrap.servers') ?? '')
        .split(',')
        .map(each => each.trim())
        .filter(Boolean);
      // A file of several clients says it once.
      if (servers.length !== 1 || setting === undefined || told.has(`${client.path}:${setting.line}`)) continue;
      if (standsForMany(servers[0]!)) continue;
      told.add(`${client.path}:${setting.line}`);
      yield {
        subject: placeOf(client, 'bootstrap.servers'),
        observed: `${setting.key} is ${servers[0]} alone`,
        fix: [{ text: 'Name two or three brokers, in different racks.' }],
      };
    }
  },
});

/**
 * This machine, where there is one broker; names of services and of managed clusters, which lead to all brokers. A name without a domain is a
 * service of Kubernetes or Compose, unless it counts: broker1, kafka-0.
 */
const standsForMany = (server: string) =>
  /^(\w+:\/\/)?(localhost|127\.|\[::1\]|host\.docker\.internal|boot-|[\w-]*[a-z_-](:\d+)?$)/i.test(server) ||
  /bootstrap|\.svc(\.|:|$)|(^|\.)confluent\.cloud|\.servicebus\.windows\.net|\.aivencloud\.com/i.test(server);
