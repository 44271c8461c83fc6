/** mq topic and mq cluster: what is made is seen, what is deleted is gone, what is wrong is said before anything happens. */
import { describe, expect, it } from 'vitest';
import type { ClusterDescription } from '../../src/operations/cluster.ts';
import type { TopicDescription } from '../../src/operations/topic-description.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';
import { mq } from '../support/run.ts';

export default (cluster: LiveCluster) =>
  describe(`mq topic and mq cluster on ${cluster.name}`, () => {
    const at = ['-b', cluster.bootstrap, '-o', 'json'];
    const run = async (...argv: string[]) => {
      const done = await mq([...argv, ...at]);
      expect(done, done.stderr).toMatchObject({ code: 0 });
      return done.json;
    };
    const names = async () => ((await run('topic', 'list')) as { name: string }[]).map(({ name }) => name);

    it('creates, lists, describes and deletes', async () => {
      const name = uniqueName('made');
      const settings = ['--partitions', '3', '--config', 'retention.ms=3600000'];
      const expected = [{ name, partitions: 3, replicationFactor: cluster.nodes, outcome: 'created' }];
      expect(await run('topic', 'create', name, ...settings)).toEqual(expected);
      expect(await names()).toContain(name);

      const [topic] = (await run('topic', 'describe', name)) as TopicDescription[];
      expect(topic).toMatchObject({ name, internal: false, replicationFactor: cluster.nodes });
      expect(topic!.configs).toContainEqual({ name: 'retention.ms', value: '3600000', source: 'topic' });
      expect(topic!.partitions).toHaveLength(3);
      for (const { startOffset, endOffset, isr, health } of topic!.partitions) {
        expect({ startOffset, endOffset, replicas: isr.length, health }).toEqual({
          startOffset: 0,
          endOffset: 0,
          replicas: cluster.nodes,
          health: [],
        });
      }

      expect(await run('topic', 'delete', name, '--yes')).toMatchObject([{ name, outcome: 'deleted' }]);
      await expect.poll(names).not.toContain(name);
    });

    it('changes nothing with --dry-run', async () => {
      const name = uniqueName('unmade');
      expect(await run('topic', 'create', name, '--dry-run')).toMatchObject([{ name, outcome: 'would be created' }]);
      const kept = await newTopic(cluster, 'kept', 1);
      expect(await run('topic', 'delete', kept, '--dry-run')).toMatchObject([
        { name: kept, outcome: 'would be deleted' },
      ]);
      const there = await names();
      expect(there).toContain(kept);
      expect(there).not.toContain(name);
    });

    it('creates none of several when one cannot be', async () => {
      const good = uniqueName('good');
      const { code, stderr } = await mq(['topic', 'create', good, 'not a name', ...at]);
      expect(code, stderr).toBe(1);
      expect(stderr).toContain('INVALID_TOPIC_EXCEPTION');
      expect(await names()).not.toContain(good);
    });

    it('deletes nothing without --yes where nobody can be asked', async () => {
      const kept = await newTopic(cluster, 'kept', 1);
      const { code, stderr } = await mq(['topic', 'delete', kept, ...at]);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain('--yes');
      expect(await names()).toContain(kept);
    });

    it('describes the brokers', async () => {
      const description = (await run('cluster', 'describe')) as ClusterDescription;
      const addresses = description.brokers.map(({ host, port }) => `${host}:${port}`);
      expect(addresses.sort()).toEqual(cluster.bootstrap.split(',').sort());
      expect(description).toMatchObject({ clusterId: expect.stringMatching(/^[\w-]{22}$/), offlinePartitions: 0 });
    });
  });
