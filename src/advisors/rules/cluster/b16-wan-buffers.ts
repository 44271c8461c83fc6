import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

/** Kafka's defaults, in bytes. */
const defaults = {
  'replica.socket.receive.buffer.bytes': 65_536,
  'socket.receive.buffer.bytes': 102_400,
  'socket.send.buffer.bytes': 102_400,
} as const;

export const wanBuffers = rule({
  id: 'B16',
  name: 'wan-buffers',
  title: 'Brokers in several data centres talk through socket buffers made for one',
  severity: 'info',
  why: 'A connection carries at most its buffer in each round trip: 64 KiB over 20 ms are 3.3 MB/s, however wide the line, and replication crawls.',
  remedy:
    'Raise socket.send.buffer.bytes, socket.receive.buffer.bytes and replica.socket.receive.buffer.bytes, or leave them to the operating system with -1.',
  claim: {
    text: 'Across data centres, enlarge the socket buffers and those of TCP in the operating system.',
    places: ['S0:L198'],
  },
  truth: {
    text: 'Still so: the defaults are 100 KiB for clients and 64 KiB for followers; −1 leaves the size to the operating system, which then grows it up to net.ipv4.tcp_rmem and tcp_wmem. Which brokers are far apart is read from the names of their racks.',
    source:
      'Kafka documentation, Hardware and OS; Broker configs: socket.send.buffer.bytes, replica.socket.receive.buffer.bytes',
  },
  evidence: ['brokerConfigs', 'cluster'],
  see: { notHere: 'it takes brokers in racks of several data centres' },
  *check({ brokerConfigs, cluster }) {
    const places = [...new Set(cluster.brokers.flatMap(({ rack }) => (rack ? placeOf(rack) : [])))];
    if (places.length < 2) return;
    const keys = Object.entries(defaults).filter(([key, size]) =>
      Object.values(brokerConfigs).some(configs => numberOf(configs, key) === size),
    );
    if (keys.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      observed: `racks in ${listText(places)}, with ${keys.map(([key, size]) => `${key}=${size}`).join(', ')}`,
      numbers: { places: places.length },
      fix: [
        {
          text: `Write ${keys.map(([key]) => `${key}=-1`).join(', ')} (the operating system chooses) or the bandwidth times the round trip into server.properties, restart one broker after the other, and raise net.core.rmem_max, net.ipv4.tcp_rmem and tcp_wmem.`,
        },
      ],
    };
  },
});

/** Cloud regions, zones at their end: eu-west-1b, us-gov-east-1a, europe-west1-b, use1-az4. */
const REGION =
  /^((?:us|eu|ap|sa|ca|me|af|il|mx|cn|europe|asia|australia|northamerica|southamerica|africa)(?:-gov)?-[a-z]+-?\d+|[a-z]{3}\d(?=-az))(?:-?[a-z]|-az\d+)?$/i;

/** The data centre or region in a rack's name: 'dc2-rack7' → dc2, 'eu-west-1b' → eu-west-1; nothing where the name does not say. */
function placeOf(rack: string): string[] {
  const centre = /^(dc[-_]?\d+)/i.exec(rack)?.[1];
  const region = REGION.exec(rack)?.[1];
  return (centre ?? region) ? [(centre ?? region)!.toLowerCase()] : [];
}
