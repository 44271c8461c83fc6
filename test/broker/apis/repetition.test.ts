/** Requests that name the same thing tens of thousands of times: small to send, and no work to speak of. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { createTopics } from '../../../src/protocol/apis/19-create-topics.ts';
import { describeConfigs } from '../../../src/protocol/apis/32-describe-configs.ts';
import { alterConfigs } from '../../../src/protocol/apis/33-alter-configs.ts';
import { incrementalAlterConfigs } from '../../../src/protocol/apis/44-incremental-alter-configs.ts';
import { errors } from '../../../src/protocol/errors.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';

const TIMES = 30_000;
const TOPIC = 2;
const BROKER = 4;

let broker: RunningBroker;
let wire: Wire;
beforeAll(async () => {
  broker = await startTestBroker({ topics: { orders: 1 } });
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const times = <T>(value: T): T[] => new Array<T>(TIMES).fill(value);

describe('the same again and again', () => {
  it('is described once', async () => {
    const resources = times({ resourceType: BROKER, resourceName: '1', configurationKeys: null });
    const { results } = await wire.send(describeConfigs, 4, {
      resources,
      includeSynonyms: true,
      includeDocumentation: true,
    });
    expect(results).toHaveLength(1); // else some gigabytes
  });

  it('is not created', async () => {
    const topics = times({ name: 'same', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] });
    const answer = await wire.send(createTopics, 7, { topics, timeoutMs: 1000 });
    expect(answer.topics).toMatchObject([{ name: 'same', errorCode: errors.INVALID_REQUEST.code }]);
  });

  it('is not altered', async () => {
    const resource = { resourceType: TOPIC, resourceName: 'orders' };
    const operation = { name: 'retention.ms', configOperation: 0, value: '1000' };
    const one = await wire.send(incrementalAlterConfigs, 1, {
      resources: times({ ...resource, configs: [operation] }),
      validateOnly: false,
    });
    const other = await wire.send(alterConfigs, 2, {
      resources: times({ ...resource, configs: [operation] }),
      validateOnly: false,
    });
    for (const { responses } of [one, other])
      expect(new Set(responses.map(({ errorCode }) => errorCode))).toEqual(new Set([errors.INVALID_REQUEST.code]));
  });
});
