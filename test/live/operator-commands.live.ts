/** The commands that change topics, settings, leaders and groups, as their users run them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConfigAlteration } from '../../src/commands/config/alter.ts';
import type { GroupDeletion } from '../../src/commands/group/delete.ts';
import { commitOffsets, committedOffsets } from '../../src/kafka/committed-offsets.ts';
import { connect } from '../../src/kafka/index.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';
import { mq } from '../support/run.ts';

export default (live: LiveCluster) =>
  describe(`commands of operators on ${live.name}`, () => {
    const state = mkdtempSync(join(tmpdir(), 'mq-commands-'));
    afterAll(() => rmSync(state, { recursive: true }));
    const env = { MQ_STATE_DIR: state, MQ_BOOTSTRAP_SERVER: live.bootstrap };
    const run = (argv: readonly string[], format = 'json') => mq([...argv, '-o', format], { env });

    it('mq config alter shows before and after, asks, changes, and says the way back', async () => {
      const topic = await newTopic(live, 'altered', 1);
      const alter = ['config', 'alter', '--topic', topic, '--set', 'retention.ms=5000'];
      const [unasked, dry] = await Promise.all([run(alter), run([...alter, '--dry-run'])]);
      expect(unasked).toMatchObject({ code: 2, stdout: '' });
      expect(unasked.stderr).toContain('CONFIRMATION_NEEDED');
      expect(dry.json).toMatchObject({
        changed: false,
        changes: [{ key: 'retention.ms', before: '604800000', after: '5000', outcome: 'would be changed' }],
      });
      const { undo, changed } = (await run([...alter, '--yes'])).json as ConfigAlteration;
      expect(changed).toBe(true);
      const described = await run(['config', 'describe', '--topic', topic], 'csv');
      expect(described.stdout).toContain(`topic ${topic},retention.ms,5000,topic,at any time`);
      expect((await run([...undo[0]!.split(' ').slice(1), '--yes'])).json).toMatchObject({ changed: true });
    });

    it('mq config refuses what cannot be meant', async () => {
      const topic = await newTopic(live, 'refused', 1);
      const cases = [
        ['config', 'describe'],
        ['config', 'alter', '--topic', topic],
        ['config', 'alter', '--topic', topic, '--set', 'retention.ms'],
        ['config', 'alter', '--topic', topic, '--set', 'retention.ms=1', '--delete', 'retention.ms'],
        ['config', 'alter', '--topic', topic, '--set', 'retentoin.ms=1', '--yes'],
      ];
      const runs = await Promise.all(cases.map(argv => mq(argv, { env })));
      expect(runs.map(({ code, stdout }) => [code, stdout])).toEqual(cases.map(() => [2, '']));
    });

    it('mq topic alter and mq topic reassign say what they would do', async () => {
      const topic = await newTopic(live, 'wide', 2);
      const widened = await run(['topic', 'alter', topic, '--partitions', '4', '--yes']);
      expect(widened.json).toMatchObject({ before: 2, after: 4, keysThatMove: 0.5, outcome: 'widened' });
      expect((await run(['topic', 'reassign', topic, '--dry-run'])).json).toMatchObject({
        topics: [topic],
        undo: null,
      });
      expect((await run(['topic', 'reassign', topic, '--status'])).json).toEqual({
        moving: [],
        throttleRemoved: false,
      });
      expect((await mq(['topic', 'reassign'], { env })).code).toBe(2);
    });

    it('mq cluster elect-leaders has nothing to do where all is well', async () => {
      const topic = await newTopic(live, 'led', 2);
      expect((await run(['cluster', 'elect-leaders', '--topic', topic])).json).toEqual([]);
    });

    it('mq group delete keeps the commits for the way back', async () => {
      const [group, topic] = [uniqueName('old'), await newTopic(live, 'read', 1)];
      const cluster = await connect({ bootstrap: live.bootstrap });
      await commitOffsets(cluster, group, [{ topic, partition: 0, offset: 0 }]);
      expect((await run(['group', 'delete', group])).code).toBe(2);
      const { groups, undo } = (await run(['group', 'delete', group, '--yes'])).json as GroupDeletion;
      expect(groups).toEqual([{ group, topics: 1, commits: 1, outcome: 'deleted' }]);
      expect((await run(['replay', '--undo', undo!, '--yes'])).json).toMatchObject({ changed: true });
      expect((await committedOffsets(cluster, group)).get(topic)?.get(0)?.offset).toBe(0);
      await cluster.close();
    });
  });
