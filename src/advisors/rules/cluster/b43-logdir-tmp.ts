import { isDevelopment } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { brokersText, listText } from '../../wording.ts';

const TEMPORARY =
  /^(?:\/tmp|\/var\/tmp|\/private\/(?:var\/)?tmp|\/var\/folders|\/dev\/shm)(?:\/|$)|^[a-z]:[\\/](?:.*[\\/])?te?mp(?:[\\/]|$)/i;

export const logDirTemporary = rule({
  id: 'B43',
  name: 'logdir-tmp',
  title: 'Records are stored in a directory for temporary files',
  severity: 'critical',
  why: 'The operating system empties it at a restart, or bit by bit while the broker runs (systemd-tmpfiles after 10 or 30 days): records go, and the broker with them.',
  remedy: 'Move log.dirs to a disk of its own.',
  truth: {
    text: 'log.dir is kafka-logs in the temporary directory when nothing is set, and the server.properties that Kafka ships says /tmp/kraft-combined-logs.',
    source: 'ServerLogConfigs LOG_DIR_DEFAULT; config/server.properties of Kafka',
  },
  evidence: ['brokerConfigs', 'cluster'],
  see: ['mq doctor --only B43'],
  *check({ brokerConfigs, cluster }) {
    const found = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const dirs = (configs['log.dirs']?.value || configs['log.dir']?.value || '').split(',').map(dir => dir.trim());
      const temporary = dirs.filter(dir => TEMPORARY.test(dir));
      return temporary.length > 0 ? [{ id: Number(id), temporary }] : [];
    });
    if (found.length === 0) return;
    const ids = found.map(({ id }) => id);
    yield {
      subject: ids.length === 1 ? { type: 'broker', broker: ids[0]! } : { type: 'cluster' },
      severity: isDevelopment(cluster) ? 'info' : 'critical',
      observed: `log.dirs of ${brokersText(ids)}: ${listText([...new Set(found.flatMap(({ temporary }) => temporary))], 5)}`,
      numbers: { brokers: ids.length },
      fix: [
        {
          text: 'One broker after the other: stop it, move the directory to a disk of its own (with mv, ids and offsets included), write log.dirs into server.properties, start it, and wait until it is in sync.',
        },
      ],
    };
  },
});
