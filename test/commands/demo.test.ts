/** mq demo: the story holds on a real run of it, and leaves nothing behind. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoryResult } from '../../src/demo/story.ts';
import { startMq } from '../support/run.ts';

describe('mq demo', () => {
  let own: string;
  beforeEach(() => {
    own = mkdtempSync(join(tmpdir(), 'demo-test-'));
  });
  afterEach(() => rmSync(own, { recursive: true, force: true }));
  const left = () => readdirSync(own).filter(name => name.startsWith('mq-'));
  const demo = (...argv: string[]) => startMq(['demo', ...argv], { env: { TMPDIR: own } });

  it('falls behind, plans, drains without a loss, catches up in order, finds what to replay; --keep waits for Ctrl-C', async () => {
    const running = demo('--keep', '-o', 'json');
    await running.until(/\n}\n$/);
    expect(left()).not.toEqual([]);
    running.stop();
    const run = await running.ended;
    expect(run).toMatchObject({ code: 0 });
    const story = run.json as StoryResult;
    expect(story.backlog).toBe(story.sold - story.billedMeanwhile);
    expect(story.plan.document.partitions).toBeLessThan(story.plan.corrected.partitions);
    expect(story.verification).toMatchObject({ complete: true, duplicates: 0 });
    expect(story.billedWide).toBe(story.backlog);
    expect(story.disorderedCustomers).toBe(0);
    expect(story.replay.some(({ outcome, records }) => outcome === 'exact' && records > 0)).toBe(true);
    expect(left()).toEqual([]);
  }, 90_000);

  it('can be stopped at any time, and cleans up', async () => {
    const running = demo();
    await running.until(/falls behind/);
    running.stop();
    expect((await running.ended).code).toBe(130);
    expect(left()).toEqual([]);
  }, 30_000);
});
