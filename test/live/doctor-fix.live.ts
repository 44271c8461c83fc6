/** mq doctor --fix: the plan, what is safe, the file for the way back, and the way back. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FixResult, UndoResult } from '../../src/cli/doctor/fix-view.ts';
import { incrementalAlterConfigs } from '../../src/kafka/admin/configs.ts';
import { connect } from '../../src/kafka/index.ts';
import { examineLive } from '../support/doctor.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';
import { mq, type Run } from '../support/run.ts';

export default (live: LiveCluster) =>
  describe(`mq doctor --fix on ${live.name}`, () => {
    const state = mkdtempSync(join(tmpdir(), 'mq-fix-'));
    afterAll(() => rmSync(state, { recursive: true }));
    let topic: string;
    beforeAll(async () => {
      topic = await newTopic(live, 'unclean', 1, { 'unclean.leader.election.enable': 'true' });
    });

    const run = (...argv: string[]): Promise<Run> =>
      mq([...argv, '-b', live.bootstrap, '-o', 'json'], { env: { MQ_STATE_DIR: state } });
    const doctor = (...argv: string[]) => run('doctor', '--only', 'B10', '--topic', topic, ...argv);
    const findings = async () => (await examineLive(live, ['B10'], { topics: [topic] })).findings.length;

    it('shows a plan and changes nothing in a dry run, or where nobody can be asked', async () => {
      const dry = await doctor('--fix', '--dry-run');
      expect(dry.json).toMatchObject({
        steps: [
          {
            rule: 'B10',
            subject: `topic ${topic}`,
            command: `mq config alter --topic ${topic} --delete unclean.leader.election.enable`,
            outcome: 'not done',
          },
        ],
        undo: null,
      });
      expect((await doctor('--fix')).code).toBe(2);
      expect(await findings()).toBe(1);
    });

    it('mends what is safe, sees it gone, and takes it back', async () => {
      const fixed = await doctor('--fix', '--yes');
      expect(fixed).toMatchObject({ code: 0 });
      const { steps, undo, stillFound } = fixed.json as FixResult;
      expect({ outcomes: steps.map(({ outcome }) => outcome), stillFound }).toEqual({
        outcomes: ['done'],
        stillFound: [],
      });
      expect(statSync(undo!).mode & 0o777).toBe(0o600);
      expect(await findings()).toBe(0);

      const back = await run('doctor', '--undo', undo!, '--yes');
      expect(back).toMatchObject({ code: 0 });
      expect(back.json as UndoResult).toMatchObject({
        changed: true,
        steps: [{ now: null, state: 'to be taken back' }],
      });
      await expect.poll(findings).toBe(1);
      expect((await run('doctor', '--undo', undo!, '--yes')).json).toMatchObject({ changed: false });
    });

    it('does not take back what somebody has changed since, unless forced', async () => {
      const { undo } = (await doctor('--fix', '--yes')).json as FixResult;
      const cluster = await connect({ bootstrap: live.bootstrap });
      const changes = [{ name: 'unclean.leader.election.enable', operation: 'set', value: 'false' }] as const;
      await incrementalAlterConfigs(cluster, [{ type: 'topic', name: topic, changes }]);
      await cluster.close();
      const refused = await run('doctor', '--undo', undo!, '--yes');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('has been changed since');
      expect((await run('doctor', '--undo', undo!, '--yes', '--force')).json).toMatchObject({ changed: true });
      await expect.poll(findings).toBe(1);
    });

    it('refuses a file that it has not written', async () => {
      const run = await mq(['doctor', '--undo', '/etc/hostname', '-b', live.bootstrap]);
      expect(run.code).toBe(2);
    });
  });
