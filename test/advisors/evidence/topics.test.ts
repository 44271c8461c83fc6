import { expect, it } from 'vitest';
import { collectEvidence } from '../../../src/advisors/evidence/collect/collect.ts';
import { type Cluster, KafkaError } from '../../../src/kafka/index.ts';

/** A cluster that names no topic, and answers a look at the ACLs so. */
const withoutTopics = (code: ConstructorParameters<typeof KafkaError>[0]) =>
  ({
    metadata: async () => ({ topics: [] }),
    call: async () => {
      throw new KafkaError(code, 'refused');
    },
  }) as unknown as Cluster;

it('no topics are none where nothing can be hidden', async () => {
  const { kinds, missing } = await collectEvidence(withoutTopics('SECURITY_DISABLED'), new Set(['topics']));
  expect({ kinds, missing }).toEqual({ kinds: { topics: [] }, missing: [] });
});

it('no topics are no evidence where a user may not see them all: no rule calls that clean', async () => {
  const { kinds, missing } = await collectEvidence(withoutTopics('CLUSTER_AUTHORIZATION_FAILED'), new Set(['topics']));
  expect(kinds.topics).toBeUndefined();
  expect(missing).toContainEqual({
    kind: 'topics',
    reason: 'there is no topic, or none that this user may see',
    needs: 'DESCRIBE on topic *',
  });
});
