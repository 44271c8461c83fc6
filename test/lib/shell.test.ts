import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/lib/shell.ts';

describe('a word of a command line', () => {
  it('is quoted only where it must be', () => {
    expect(['orders', 'retention.ms=-1', '/tmp/a.json', 'a,b:c@d'].map(shellWord)).toEqual([
      'orders',
      'retention.ms=-1',
      '/tmp/a.json',
      'a,b:c@d',
    ]);
  });

  it.each(['', ' ', "it's", '$(id)', '`id`', 'a;b', '*', '"x"', '\\', 'a\nb', '~', '<script>', '!x', '#'])(
    'comes back from a shell as it was: %j',
    word => {
      expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word);
    },
  );
});
