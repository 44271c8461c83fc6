/** mq doctor: what is wrong is found with its numbers, the advice mends it, and then it is gone. */
import { describe, expect, it } from 'vitest';
import type { Examination } from '../../src/advisors/examine.ts';
import { examineLive } from '../support/doctor.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';
import { mq } from '../support/run.ts';

export default (cluster: LiveCluster) =>
  describe(`mq doctor on ${cluster.name}`, () => {
    it('tells what it found about the topics asked for', async () => {
      const topic = await newTopic(cluster, 'unclean', 1, { 'unclean.leader.election.enable': 'true' });
      const run = await mq(['doctor', '--only', 'unclean-on', '--topic', topic, '-b', cluster.bootstrap, '-o', 'json']);
      const { findings } = run.json as Examination;
      expect(findings).toMatchObject([{ rule: 'B10', subject: { type: 'topic', topic } }]);
    });

    it('refuses a rule that does not exist', async () => {
      const { code, stderr } = await mq(['doctor', '--only', 'unclean-onn', '-b', cluster.bootstrap]);
      expect(code).toBe(2);
      expect(stderr).toContain('unclean-on, if that is meant');
    });

    it('lets a test look at a rule without a process', async () => {
      const topic = await newTopic(cluster, 'sane', 1);
      expect(await examineLive(cluster, ['B10'], { topics: [topic] })).toMatchObject({ findings: [], clean: ['B10'] });
    });
  });
