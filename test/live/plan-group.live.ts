/** What planners take from a group that is watched: its backlog, how old that is, what arrives and what it gets through. */
import { describe, expect, it } from 'vitest';
import type { ConsumersPlan } from '../../src/advisors/plan/consumers/consumers.ts';
import type { RetentionPlan } from '../../src/advisors/plan/retention/retention.ts';
import { newBacklog } from '../support/backlog.ts';
import type { LiveCluster } from '../support/live.ts';
import { mq } from '../support/run.ts';

const HOUR = 3_600_000;

export default (cluster: LiveCluster) =>
  describe.concurrent(`plans of a group on ${cluster.name}`, () => {
    const plan = (...argv: string[]) =>
      mq(['plan', ...argv, '-b', cluster.bootstrap, '-o', 'json', '--watch-seconds', '1']);

    it('consumers: backlog and members as they are', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 1_000, partitions: 4, consumed: 100 });
      const about = ['--topic', topic, '--group', group];
      const run = await plan(
        'consumers',
        ...about,
        '--target',
        '10kB/s',
        '--record-size',
        '100B',
        '--per-record',
        '100ms',
        '--drain-within',
        '1min',
      );
      const { given, steps } = run.json as ConsumersPlan;
      expect(given.find(({ what }) => what === 'backlog')?.value).toBe(600);
      expect(given.find(({ what }) => what === 'members now')?.value).toBe(0);
      expect(steps.find(({ what }) => what === 'members to keep up')?.value).toBe(10);
      expect(steps.find(({ what }) => what === 'members to drain in 1m')?.value).toBe(11);
      expect(run).toMatchObject({ code: 3, json: { next: [`mq plan migrate ${about.join(' ')} --partitions 12`] } });
    });

    it('consumers: says what a group that stands still does not show', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 100 });
      const run = await plan('consumers', '--topic', topic, '--group', group);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain('what arrives (nothing was written meanwhile) is not known');
    });

    it('retention: the age of the oldest unread record against what the topic keeps', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 1_000, partitions: 2, consumed: 100 }); // an hour old
      const run = await plan('retention', '--topic', topic, '--group', group, '--retention', '25h', '--outage', '12h');
      const { headroomMs, lossInMs, given, answer } = run.json as RetentionPlan;
      expect(given.find(({ what }) => what === 'backlog')?.value).toBe(800);
      expect(headroomMs! / HOUR).toBeCloseTo(24, 0);
      expect(lossInMs).toBe(headroomMs); // nobody reads
      expect(answer).toContain('stands still');
      expect(run.code).toBe(3);
    });

    it('retention: a group that has caught up', async () => {
      const { topic, group } = await newBacklog(cluster, { count: 100, consumed: 100 });
      const run = await plan('retention', '--topic', topic, '--group', group, '--outage', '12h');
      expect(run).toMatchObject({ code: 0, json: { headroomMs: 168 * HOUR, lossInMs: null } });
    });

    it('says that there is no such group', async () => {
      const { topic } = await newBacklog(cluster, { count: 10 });
      const run = await plan('retention', '--topic', topic, '--group', 'no-such-group');
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toContain('no-such-group');
    });
  });
