/** Reading and changing settings, below the commands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigResource } from '../../src/kafka/admin/configs.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { applyConfigs, isChange, planConfigs } from '../../src/operations/config-change.ts';
import { undoCommands } from '../../src/operations/config-undo.ts';
import { type ConfigEdit, ownValue, readConfigs } from '../../src/operations/configs.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';

export default (live: LiveCluster) =>
  describe(`settings on ${live.name}`, () => {
    let cluster: Cluster;
    let node: ConfigResource;
    const everyBroker: ConfigResource = { type: 'broker', name: '' };
    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
      node = { type: 'broker', name: String(cluster.routes.nodes[0]) };
    });
    afterAll(() => cluster?.close());

    const aTopic = async (settings: Record<string, string> = {}): Promise<ConfigResource> => ({
      type: 'topic',
      name: await newTopic(live, 'settings', 1, settings),
    });
    const set = (name: string, value: string): ConfigEdit => ({ operation: 'set', name, value });
    const unset = (name: string): ConfigEdit => ({ operation: 'delete', name });
    const own = async (resource: ConfigResource, key: string) => {
      const [described] = await readConfigs(cluster, [resource], { all: true });
      return ownValue(
        described?.configs.find(({ name }) => name === key),
        resource,
      );
    };

    it('say what was and what will be, and change nothing before they are told to', async () => {
      const topic = await aTopic({ 'retention.ms': '5000000', 'segment.bytes': '2000000' });
      const edits = [set('retention.ms', '6000000'), unset('segment.bytes'), set('max.message.bytes', '2000')];
      const planned = await planConfigs(cluster, [topic], edits);
      expect(planned).toMatchObject([
        { before: '5000000', beforeSource: 'topic', after: '6000000', afterSource: 'topic' },
        {
          before: '2000000',
          beforeSource: 'topic',
          after: '1073741824',
          afterSource: expect.not.stringMatching('topic'),
        },
        { before: '1048588', beforeSource: 'default', after: '2000', afterSource: 'topic' },
      ]);
      expect(await own(topic, 'retention.ms')).toBe('5000000');
      await applyConfigs(cluster, planned);
      expect(await own(topic, 'retention.ms')).toBe('6000000');
      expect(await own(topic, 'segment.bytes')).toBeUndefined();
      expect(undoCommands(planned)).toEqual([
        `mq config alter --topic ${topic.name} --set retention.ms=5000000 --set segment.bytes=2000000 --delete max.message.bytes`,
      ]);
    });

    it('add to lists and take out of them', async () => {
      const topic = await aTopic();
      const edit = (operation: 'append' | 'subtract', value: string) =>
        planConfigs(cluster, [topic], [{ operation, name: 'cleanup.policy', value }]);
      const both = await edit('append', 'compact');
      expect(both).toMatchObject([{ before: 'delete', after: 'delete,compact' }]);
      await applyConfigs(cluster, both);
      await expect.poll(() => own(topic, 'cleanup.policy')).toBe('delete,compact');
      const one = await edit('subtract', 'delete');
      expect(one).toMatchObject([{ before: 'delete,compact', after: 'compact' }]);
      await applyConfigs(cluster, one);
      await expect.poll(() => own(topic, 'cleanup.policy')).toBe('compact');
    });

    it('know what would change nothing', async () => {
      const topic = await aTopic({ 'retention.ms': '5000000' });
      const planned = await planConfigs(cluster, [topic], [set('retention.ms', '5000000'), unset('segment.bytes')]);
      expect(planned.map(isChange)).toEqual([false, false]);
      expect(undoCommands(planned)).toEqual([]);
    });

    it('one command brings back all that were alike', async () => {
      const topics = [await aTopic(), await aTopic()];
      const planned = await planConfigs(cluster, topics, [set('retention.ms', '1000')]);
      const flags = topics.map(({ name }) => `--topic ${name}`).join(' ');
      expect(undoCommands(planned)).toEqual([`mq config alter ${flags} --delete retention.ms`]);
    });

    it('are refused when nobody knows the key, with the nearest one', async () => {
      const topic = await aTopic();
      for (const resource of [topic, node, everyBroker])
        await expect(planConfigs(cluster, [resource], [set('min.insync.replica', '2')])).rejects.toMatchObject({
          code: 'USAGE',
          advice: ['min.insync.replicas, if that is meant'],
        });
    });

    it('are judged by the brokers before anything changes', async () => {
      const topics = [await aTopic(), await aTopic()];
      await expect(planConfigs(cluster, topics, [set('retention.ms', 'soon')])).rejects.toMatchObject({
        code: 'INVALID_CONFIG',
      });
    });

    it('of one broker and of all of them are different things', async () => {
      const key = 'log.cleaner.backoff.ms';
      const change = async (resource: ConfigResource, edit: ConfigEdit) =>
        applyConfigs(cluster, await planConfigs(cluster, [resource], [edit]));
      await change(everyBroker, set(key, '16000'));
      await expect
        .poll(async () => (await planConfigs(cluster, [node], [set(key, '17000')]))[0])
        .toMatchObject({
          before: '16000',
          beforeSource: 'all-brokers',
          ownBefore: undefined,
        });
      await change(node, set(key, '17000'));
      expect(await planConfigs(cluster, [node], [unset(key)])).toMatchObject([
        { before: '17000', beforeSource: 'broker', after: '16000', afterSource: 'all-brokers' },
      ]);
      await change(node, unset(key));
      await change(everyBroker, unset(key));
      expect(await own(node, key)).toBeUndefined();
    });

    it('take the throttles of replication, which brokers show only once they are set', async () => {
      const rate = 'leader.replication.throttled.rate';
      const planned = await planConfigs(cluster, [node], [set(rate, '1000000')]);
      await applyConfigs(cluster, planned);
      expect(await own(node, rate)).toBe('1000000');
      await applyConfigs(cluster, await planConfigs(cluster, [node], [unset(rate)]));
      expect(undoCommands(planned)).toEqual([`mq config alter --broker ${node.name} --delete ${rate}`]);
    });
  });
