import { counted } from '../../../lib/counted.ts';
import { rule } from '../../rule.ts';

export const logDirOffline = rule({
  id: 'B42',
  name: 'logdir-offline',
  title: 'A log directory of a broker is offline',
  severity: 'critical',
  why: 'Every replica in it is gone from its ISR, those with a single copy cannot be read, and the broker does not come back to it without a restart.',
  remedy: 'Replace the disk and restart the broker: it copies what it lacks.',
  truth: {
    text: 'After an I/O error a broker stops using the whole directory and goes on with its others (KIP-112); a broker whose last directory failed ends. OfflineLogDirectoryCount is 0 on a healthy cluster.',
    source: 'KIP-112, KIP-858; Kafka documentation, Monitoring: OfflineLogDirectoryCount',
  },
  evidence: ['logDirs'],
  see: { notHere: 'it takes a disk that fails' },
  *check({ logDirs }) {
    for (const [node, dirs] of Map.groupBy(logDirs, ({ node }) => node)) {
      const offline = dirs.filter(({ error }) => error !== null);
      if (offline.length === 0) continue;
      yield {
        subject: { type: 'broker', broker: node },
        observed: `${offline.map(({ path, error }) => `${path}: ${error}`).join('; ')} (${offline.length} of ${counted(dirs.length, 'log directory', 'log directories')})`,
        numbers: { offline: offline.length, logDirs: dirs.length },
        fix: [
          {
            text: `Look at the log of broker ${node} for the I/O error, replace or mount the disk (an empty one will do where there are other replicas), then restart the broker: it copies what it lacks from the leaders.`,
            command: `kafka-log-dirs.sh --describe --broker-list ${node}`,
          },
        ],
      };
    }
  },
});
