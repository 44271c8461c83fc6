import { formatBytes } from '../../../lib/bytes.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const SHARE = 0.25;
const LIMIT_BYTES = 8 * 1024 ** 3;

export const heap = rule({
  id: 'B49',
  name: 'heap',
  title: 'The heap of a broker takes memory that the page cache should have',
  severity: 'warning',
  why: 'Records are read from the page cache; what the heap has, it has not, so consumers that are a little behind read from disk, and collections of a large heap pause the broker.',
  remedy: 'Give the heap a few gigabytes of fixed size, and the rest to the page cache.',
  claim: {
    text: 'Kafka relies on the page cache: the operating system uses whatever memory is free as cache of the disk, and records go there first.',
    places: ['S0:L371', 'S2:Q35'],
  },
  truth: {
    text: "Still so. Kafka's own example gives 6 GB of heap to a busy broker, and wants page cache for 30 s of writes. A quarter of the memory and 8 GiB are the thresholds here.",
    source: 'Kafka documentation, Hardware and OS; Java version; kcpilot (heap)',
  },
  evidence: ['host'],
  see: { notHere: 'it takes facts of the host: mq doctor --only B49 --host-facts FILE' },
  *check({ host }) {
    for (const { node, heapBytes, memoryBytes } of host) {
      if (heapBytes === undefined) {
        yield {
          unjudged: `the heap of broker ${node} is not known`,
          needs: `heapBytes of node ${node} in --host-facts`,
        };
        continue;
      }
      const share = memoryBytes === undefined ? undefined : heapBytes / memoryBytes;
      if (heapBytes <= LIMIT_BYTES && (share ?? 0) <= SHARE) continue;
      const wanted = Math.max(1, Math.min(6, Math.floor(((memoryBytes ?? 24 * 1024 ** 3) * SHARE) / 1024 ** 3)));
      if (wanted * 1024 ** 3 >= heapBytes) continue; // a gigabyte it needs, however small the machine
      yield {
        subject: { type: 'broker', broker: node },
        observed: `${formatBytes(heapBytes)} of heap${share === undefined ? '' : `, ${percentText(share)} of ${formatBytes(memoryBytes!)}`}`,
        numbers: { heapBytes, ...(memoryBytes === undefined ? {} : { memoryBytes }) },
        fix: [
          {
            text: 'Start the broker with a smaller heap of fixed size and leave the rest to the page cache.',
            command: `KAFKA_HEAP_OPTS="-Xms${wanted}g -Xmx${wanted}g" kafka-server-start.sh server.properties`,
          },
        ],
      };
    }
  },
});
