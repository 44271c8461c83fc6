import { describe, expect, it } from 'vitest';
import { existingTopic } from '../../../../src/advisors/plan/observe/existing-topic.ts';
import type { Cluster } from '../../../../src/kafka/cluster.ts';
import { KafkaError } from '../../../../src/kafka/error.ts';

const answering = (code?: ConstructorParameters<typeof KafkaError>[0]) =>
  existingTopic(
    {
      metadata: async () => ({
        topics: [{ name: 'orders', ...(code === undefined ? {} : { error: new KafkaError(code, code) }) }],
      }),
    } as unknown as Cluster,
    'orders',
  );

describe('a topic that is planned', () => {
  it('exists, or is to be', async () => {
    expect(await answering()).toMatchObject({ name: 'orders' });
    expect(await answering('UNKNOWN_TOPIC_OR_PARTITION')).toBeUndefined();
  });

  it.each(['TOPIC_AUTHORIZATION_FAILED', 'INVALID_TOPIC_EXCEPTION'] as const)(
    'is not taken for one to be: %s',
    async code => {
      await expect(answering(code)).rejects.toThrow(code);
    },
  );
});
