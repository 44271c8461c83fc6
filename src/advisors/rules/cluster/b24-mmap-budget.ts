import { segmentsByBroker } from '../../evidence/segments.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const MAPS_PER_SEGMENT = 2;
const LIMIT = 0.7;

export const memoryMaps = rule({
  id: 'B24',
  name: 'mmap-budget',
  title: 'A broker is running out of memory maps',
  severity: 'error',
  why: 'At vm.max_map_count the next segment cannot be opened (OutOfMemoryError: Map failed) and the broker ends, with memory to spare.',
  remedy: 'Raise vm.max_map_count, now and in /etc/sysctl.d.',
  truth: {
    text: 'Every segment has two maps, its offset index and its time index, from when it is written; those from before a restart are mapped when they are read (seen on 4.1.1 in /proc). Linux allows 65530 of a process by default, which 33 000 segments reach. Mind it before the file handles of the document.',
    source: 'Kafka documentation, Hardware and OS: maximum number of memory map areas; LazyIndex',
  },
  evidence: ['logDirs', 'topicConfigs', 'host'],
  see: { notHere: 'it takes facts of the host: mq doctor --only B24 --host-facts FILE' },
  *check({ logDirs, topicConfigs, host }) {
    const segments = segmentsByBroker(logDirs, topicConfigs);
    for (const { node, maxMapCount } of host) {
      const count = segments.get(node);
      if (maxMapCount === undefined || count === undefined) {
        yield {
          unjudged: `the memory maps of broker ${node} are not known`,
          needs: `maxMapCount of node ${node} in --host-facts`,
        };
        continue;
      }
      const maps = count * MAPS_PER_SEGMENT;
      const ratio = maps / maxMapCount;
      if (ratio <= LIMIT) continue;
      yield {
        subject: { type: 'broker', broker: node },
        observed: `up to ${maps} maps for ${count} segments, ${percentText(ratio)} of vm.max_map_count=${maxMapCount}`,
        numbers: { maps, maxMapCount },
        fix: [
          {
            text: 'Raise it on the host now, without a restart, and in /etc/sysctl.d for the next one.',
            command: `sysctl -w vm.max_map_count=${Math.max(262_144, 2 ** Math.ceil(Math.log2(maps * 2)))}`,
          },
        ],
      };
    }
  },
});
