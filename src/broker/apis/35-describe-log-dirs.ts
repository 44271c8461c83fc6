import { statfsSync } from 'node:fs';
import { describeLogDirs } from '../../protocol/apis/35-describe-log-dirs.ts';
import { errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, row } from './row.ts';

export const describeLogDirsRow = row({
  api: describeLogDirs,
  serves: '1-4',
  needs: ['DESCRIBE CLUSTER'],
  handle({ topics: asked }, context) {
    const { broker } = context;
    if (!mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME))
      return { throttleTimeMs: 0, errorCode: errors.CLUSTER_AUTHORIZATION_FAILED.code, results: [] };
    const names = asked === null ? [...broker.topics.all].map(({ name }) => name) : asked.map(({ topic }) => topic);
    const topics = [...new Set(names)].flatMap(name => {
      const wanted = asked?.filter(each => each.topic === name).flatMap(each => each.partitions);
      const partitions = (broker.topics.byName(name)?.partitions ?? [])
        .filter(({ index }) => wanted === undefined || wanted.includes(index))
        .map(({ index, log }) => ({
          partitionIndex: index,
          partitionSize: log.sizeBytes,
          offsetLag: 0,
          isFutureKey: false,
        }));
      return partitions.length === 0 ? [] : [{ name, partitions }];
    });
    const { bsize, blocks, bavail } = statfsSync(broker.dataDir);
    const volume = { totalBytes: blocks * bsize, usableBytes: bavail * bsize };
    return { throttleTimeMs: 0, results: [{ errorCode: 0, logDir: broker.dataDir, topics, ...volume }] };
  },
});
