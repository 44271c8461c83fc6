/** mq apply and mq template: topics as files say. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/cli/apply-task.ts';
import { listTemplates } from '../../src/operations/templates/template.ts';
import { type LiveCluster, uniqueName } from '../support/live.ts';
import { mq, type Run } from '../support/run.ts';

const templates = await listTemplates('templates');

export default (cluster: LiveCluster) => {
  describe(`mq apply on ${cluster.name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'mq-apply-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const topic = uniqueName('applied');
    const to = ['-b', cluster.bootstrap, '-o', 'json'];
    const apply = (text: string, ...argv: string[]) => {
      writeFileSync(join(folder, 'topics.yaml'), text);
      return mq(['apply', join(folder, 'topics.yaml'), ...to, ...argv]);
    };
    const changes = (run: Run) =>
      (run.json as ApplyResult).changes.map(({ action, what, before, after }) => [action, what, before, after]);
    const file = (partitions: number, configs: string) =>
      `topics: {${topic}: {partitions: ${partitions}, configs: {${configs}}}}`;

    it('creates, does nothing again, widens and sets, leaves the rest, and prunes only when asked', async () => {
      const first = await apply(file(2, 'retention.ms: 3600000'), '--yes');
      expect(changes(first)).toEqual([
        ['create', 'partitions', null, '2'],
        ['create', 'retention.ms', null, '3600000'],
      ]);
      const again = await apply(file(2, 'retention.ms: 3600000'));
      expect([again.code, changes(again)]).toEqual([0, []]);
      expect(again.stderr).toContain('nothing to do');

      const other = file(4, 'max.message.bytes: 5000');
      const dry = await apply(other, '--dry-run');
      expect(changes(dry)).toEqual([
        ['widen', 'partitions', '2', '4'],
        ['set', 'max.message.bytes', '1048588', '5000'],
        ['other', 'retention.ms', '3600000', '3600000'],
      ]);
      expect((dry.json as ApplyResult).applied).toBe(false);
      expect((await apply(other)).code).toBe(2); // nobody to ask
      expect(changes(await apply(other, '--prune', '--yes')).map(([action, what]) => [action, what])).toContainEqual([
        'remove',
        'retention.ms',
      ]);
      expect(changes(await apply(other))).toEqual([]);
    });

    it('changes nothing at all when one thing is impossible', async () => {
      const fresh = uniqueName('fresh');
      const narrower = await apply(`topics: {${fresh}: {}, ${topic}: {partitions: 1}}`, '--yes');
      expect(narrower.code).toBe(1);
      expect(narrower.stderr).toContain('cannot take any away');
      const unknown = await apply(`topics: {${fresh}: {configs: {retention.msx: 1}}}`, '--yes');
      expect(unknown.stderr).toContain('retention.msx');
      expect((await mq(['topic', 'describe', fresh, ...to])).code).toBe(1);
    });
  });

  describe(`mq template on ${cluster.name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'mq-template-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const factor = String(cluster.nodes);

    it.each(templates.map(({ name, profile, parameters }) => [name, profile, parameters] as const))(
      '%s: its topics and clients please doctor and lint under profile %s',
      async (name, profile, parameters) => {
        const subject = 'name' in parameters ? 'name' : 'source';
        const prefix = uniqueName('t');
        const set = [`${subject}=${prefix}`, `replicationFactor=${factor}`, 'partitions=4'].flatMap(pair => [
          '--set',
          pair,
        ]);
        const out = join(folder, name);
        expect((await mq(['template', 'render', name, ...set, '--out', out])).code).toBe(0);
        const applied = await mq(['template', 'apply', name, ...set, '--yes', '-b', cluster.bootstrap, '-o', 'json']);
        expect((applied.json as ApplyResult).applied).toBe(true);
        const topics = [...new Set((applied.json as ApplyResult).changes.map(({ topic }) => topic))];
        const doctor = await mq([
          'doctor',
          '-b',
          cluster.bootstrap,
          '--settings',
          join(out, 'mq-doctor.yaml'),
          '-o',
          'json',
          ...topics.flatMap(topic => ['--topic', topic]),
        ]);
        const { findings } = doctor.json as {
          findings: { rule: string; subject: { topic?: string }; observed: string }[];
        };
        expect(findings.filter(({ subject }) => subject.topic !== undefined)).toEqual([]);
        const show = await mq(['template', 'show', name, '-o', 'json']);
        const clients = (show.json as { files: string[] }).files.filter(file =>
          /\.properties$|^(kafkajs|librdkafka)\./.test(file),
        );
        const lint = await mq(['lint', ...clients.map(file => join(out, file)), '--profile', profile, '-o', 'json']);
        expect(lint.code, lint.stdout + lint.stderr).toBe(0);
      },
    );
  });
};
