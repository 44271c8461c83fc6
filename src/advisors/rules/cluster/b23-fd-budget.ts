import { segmentsByBroker } from '../../evidence/segments.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const WARN = 0.7;
const ERROR = 0.9;

export const fileHandles = rule({
  id: 'B23',
  name: 'fd-budget',
  title: 'A broker is running out of file handles',
  severity: 'warning',
  why: 'At the limit a broker can open neither a segment nor a connection ("Too many open files"): the log directory goes offline, or the broker ends.',
  remedy: 'Raise LimitNOFILE of the service, or have fewer and larger segments.',
  claim: {
    text: 'Each segment has three files, and the broker holds two handles for the indexes and one for the data; many partitions exhaust what the operating system allows.',
    places: ['S2:Q33'],
  },
  truth: {
    text: "One handle for each segment: indexes are mapped into memory and their handles closed (seen on 4.1.1 in /proc); the maps have a limit of their own, see B24. Connections come on top. Kafka's advice is to start with a limit of 100 000.",
    source: 'Kafka documentation, Hardware and OS: file descriptor limits; AbstractIndex',
  },
  evidence: ['logDirs', 'topicConfigs', 'host'],
  see: { notHere: 'it takes facts of the host: mq doctor --only B23 --host-facts FILE' },
  *check({ logDirs, topicConfigs, host }) {
    const segments = segmentsByBroker(logDirs, topicConfigs);
    for (const { node, openFilesLimit, openFiles } of host) {
      const atLeast = segments.get(node);
      if (openFilesLimit === undefined || (atLeast === undefined && openFiles === undefined)) {
        yield {
          unjudged: `the file handles of broker ${node} are not known`,
          needs: `openFilesLimit of node ${node} in --host-facts`,
        };
        continue;
      }
      const used = openFiles ?? atLeast!;
      const ratio = used / openFilesLimit;
      if (ratio <= WARN) continue;
      yield {
        subject: { type: 'broker', broker: node },
        severity: ratio > ERROR ? 'error' : 'warning',
        observed: `${used} of ${openFilesLimit} file handles (${percentText(ratio)})${openFiles === undefined ? ', counting one for each segment and none for connections' : ` are open; ${atLeast ?? 'an unknown number of'} segments`}`,
        numbers: { used, limit: openFilesLimit },
        fix: [
          {
            text: 'Raise the limit for the service (systemd: LimitNOFILE=100000 or more) and restart the broker; fewer partitions and larger segments need fewer.',
          },
        ],
      };
    }
  },
});
