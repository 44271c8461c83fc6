import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mq } from '../../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mq-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mq template', () => {
  it('lists templates with what they are for', async () => {
    const { stdout } = await mq(['template', 'list']);
    expect(stdout).toMatch(/messaging +messaging +Messaging without duplicates/);
  });

  it('shows parameters with their ranges, and files', async () => {
    const { stdout } = await mq(['template', 'show', 'delay']);
    expect(stdout).toMatch(/partitions +integer +3 +1 to 100/);
    expect(stdout).toContain('topics.yaml');
  });

  it('prints one file to be piped', async () => {
    const { stdout } = await mq(['template', 'render', 'messaging', '--set', 'name=orders', '--file', 'topics.yaml']);
    expect(stdout).toMatch(/^# For mq apply/);
    expect(stdout).toContain('\n  orders-dlq:\n');
    const near = await mq(['template', 'render', 'messaging', '--file', 'topic.yaml']);
    expect([near.code, near.stderr]).toEqual([2, expect.stringContaining('topics.yaml, if that is meant')]);
  });

  it('overwrites nothing unless told to', async () => {
    const render = (...more: string[]) => mq(['template', 'render', 'messaging', '--out', folder, ...more]);
    expect((await render()).code).toBe(0);
    const again = await render('--set', 'name=other');
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringContaining('would be overwritten; nothing was written'),
    ]);
    expect(readFileSync(join(folder, 'topics.yaml'), 'utf8')).toContain('customer-services');
    expect((await render('--set', 'name=other', '--force')).code).toBe(0);
    expect(readFileSync(join(folder, 'topics.yaml'), 'utf8')).toContain('other-dlq');
  });
});
