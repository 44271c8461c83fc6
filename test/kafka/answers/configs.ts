/** Configuration of topics and of the broker, changed and described. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

const [TOPIC, BROKER, SET, DELETE, APPEND, SUBTRACT] = [2, 4, 0, 1, 2, 3];

const alter = (resourceType: number, resourceName: string, ...configs: [string, number, string | null][]) => ({
  resources: [
    {
      resourceType,
      resourceName,
      configs: configs.map(([name, configOperation, value]) => ({ name, configOperation, value })),
    },
  ],
  validateOnly: false,
});
const replaced = (resourceName: string, ...configs: [string, string | null][]) => ({
  resources: [{ resourceType: TOPIC, resourceName, configs: configs.map(([name, value]) => ({ name, value })) }],
  validateOnly: false,
});
const described = (resourceType: number, resourceName: string, ...configurationKeys: string[]) => ({
  resources: [{ resourceType, resourceName, configurationKeys }],
  includeSynonyms: true,
});
export const configuring: Subject = [
  'configs',
  [
    ['set', p.incrementalAlterConfigs, 'each', alter(TOPIC, 'orders', ['max.message.bytes', SET, '5000'])],
    [
      'described',
      p.describeConfigs,
      'each',
      described(TOPIC, 'orders', 'max.message.bytes', 'retention.ms', 'segment.bytes'),
    ],
    ['set to no number', p.incrementalAlterConfigs, 'each', alter(TOPIC, 'orders', ['retention.ms', SET, 'x'])],
    ['set to null', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', SET, null])],
    ['unknown', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['nope', SET, '1'])],
    ['unknown, deleted', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['nope', DELETE, null])],
    ['appended', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['cleanup.policy', APPEND, 'compact'])],
    ['described after that', p.describeConfigs, 4, described(TOPIC, 'orders', 'cleanup.policy')],
    ['subtracted', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['cleanup.policy', SUBTRACT, 'compact'])],
    ['described after that too', p.describeConfigs, 4, described(TOPIC, 'orders', 'cleanup.policy')],
    ['appended to a number', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', APPEND, '1'])],
    ['subtracted from a number', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['retention.ms', SUBTRACT, '1'])],
    [
      'twice the same',
      p.incrementalAlterConfigs,
      1,
      alter(TOPIC, 'orders', ['retention.ms', SET, '1'], ['retention.ms', DELETE, null]),
    ],
    ['deleted', p.incrementalAlterConfigs, 1, alter(TOPIC, 'orders', ['max.message.bytes', DELETE, null])],
    ['of an unknown topic', p.incrementalAlterConfigs, 1, alter(TOPIC, 'nope', ['retention.ms', SET, '1'])],
    ['of a broker, read at the start', p.incrementalAlterConfigs, 1, alter(BROKER, '1', ['num.partitions', SET, '1'])],
    ['of a broker, no number', p.incrementalAlterConfigs, 1, alter(BROKER, '', ['message.max.bytes', SET, 'x'])],
    ['of a broker', p.incrementalAlterConfigs, 1, alter(BROKER, '', ['message.max.bytes', SET, '2000000'])],
    ['inherited from it', p.describeConfigs, 4, described(TOPIC, 'orders', 'max.message.bytes')],
    ['of a broker, described', p.describeConfigs, 4, described(BROKER, '1', 'message.max.bytes', 'log.segment.bytes')],
    ['of a broker, deleted', p.incrementalAlterConfigs, 1, alter(BROKER, '', ['message.max.bytes', DELETE, null])],
    ['of another broker', p.describeConfigs, 4, described(BROKER, '77', 'x')],
    [
      'everything of a topic',
      p.describeConfigs,
      'each',
      { resources: [{ resourceType: TOPIC, resourceName: 'orders', configurationKeys: null }], includeSynonyms: true },
    ],
    [
      'everything of a broker',
      p.describeConfigs,
      4,
      { resources: [{ resourceType: BROKER, resourceName: '1', configurationKeys: null }], includeSynonyms: true },
    ],
    [
      'everything of all brokers',
      p.describeConfigs,
      4,
      { resources: [{ resourceType: BROKER, resourceName: '', configurationKeys: null }], includeSynonyms: true },
    ],
    [
      'the documentation',
      p.describeConfigs,
      [3, 4],
      { ...described(TOPIC, 'orders', 'retention.ms'), includeDocumentation: true },
    ],
    ['of an unknown type', p.describeConfigs, 4, described(99, 'x', 'x')],
    ['replaced', p.alterConfigs, 'each', replaced('orders', ['retention.ms', '12345'])],
    ['replaced by no number', p.alterConfigs, 'each', replaced('orders', ['retention.ms', 'x'])],
    ['replaced in an unknown topic', p.alterConfigs, 'each', replaced('nope', ['retention.ms', '1'])],
    ['replaced in thought', p.alterConfigs, 2, { ...replaced('orders', ['retention.ms', '1']), validateOnly: true }],
    [
      'described after that, the third time',
      p.describeConfigs,
      4,
      described(TOPIC, 'orders', 'retention.ms', 'max.message.bytes'),
    ],
    ['replaced by nothing', p.alterConfigs, 2, replaced('orders')],
    ['of an unknown topic, described', p.describeConfigs, 'each', described(TOPIC, 'nope', 'x')],
    ['of a topic that cannot be', p.describeConfigs, 4, described(TOPIC, 'a b', 'x')],
  ],
];
