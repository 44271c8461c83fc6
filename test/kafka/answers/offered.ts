/** What a broker says of itself: ApiVersions, DescribeLogDirs. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

const client = { clientSoftwareName: 'wire', clientSoftwareVersion: '1' };

export const offering: Subject = [
  'what is offered',
  [
    ['versions', p.apiVersions, 'each', client],
    ['versions for a client with a strange name', p.apiVersions, [3, 4], { ...client, clientSoftwareName: '-' }],
    ['a SASL handshake without SASL', p.saslHandshake, 'each', { mechanism: 'PLAIN' }],
    ['SASL bytes without SASL', p.saslAuthenticate, 'each', { authBytes: Buffer.from('x') }],
    ['directories', p.describeLogDirs, 'each', { topics: [{ topic: 'orders', partitions: [0, 1, 9] }] }],
    [
      'directories of a topic that is not there',
      p.describeLogDirs,
      'each',
      { topics: [{ topic: 'nope', partitions: [0] }] },
    ],
    ['directories without a topic', p.describeLogDirs, 4, { topics: [] }],
  ],
];
