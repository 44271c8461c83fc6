import { describe, expect, it } from 'vitest';
import { rules } from '../../src/advisors/rules/index.ts';
import { lessons } from '../../src/advisors/teach/lessons/index.ts';
import { mq } from '../support/run.ts';

describe('mq explain', () => {
  it('shows a part of Kafka by its name, however it is written', async () => {
    const { stdout, code } = await mq(['explain', 'High', 'Watermark']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^S03 LEO and high watermark/);
    for (const heading of [
      'What the documents say',
      'Today',
      'Corrections',
      'See it on mq broker dev',
      'What to do',
      'Sources',
    ])
      expect(stdout).toContain(`\n${heading}\n`);
  });

  it('shows a rule by its id', async () => {
    const { stdout } = await mq(['explain', 'b10']);
    expect(stdout).toMatch(/^B10 unclean-on: /);
    expect(stdout).toContain('first operations document, line 212');
    expect(stdout).toContain('mq explain unclean-election');
  });

  it('lists what speaks of all words', async () => {
    const found = (await mq(['explain', 'timing', 'wheel', '-o', 'json'])).json as { id: string };
    expect(found.id).toBe('S17');
    const several = (await mq(['explain', 'linger.ms', '-o', 'json'])).json as { id: string }[];
    expect(several.map(({ id }) => id)).toEqual(expect.arrayContaining(['S05', 'S11', 'P07']));
  });

  it('lists all there is', async () => {
    const all = (await mq(['explain', '--list', '-o', 'json'])).json as { id: string }[];
    expect(all).toHaveLength(lessons.length + rules.length);
    expect((await mq(['explain', '-o', 'json'])).json).toEqual(all);
  });

  it('says when there is nothing, and what may be meant', async () => {
    const unknown = await mq(['explain', 'hihg-watermark']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('mq explain high-watermark');
    expect((await mq(['explain', 'isr', '--list'])).code).toBe(2);
  });
});
