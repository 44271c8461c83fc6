import { describe, expect, it } from 'vitest';
import { mq } from '../support/run.ts';

describe('mq produce refuses', () => {
  it.each([
    [['--header', 'nothing'], '--header takes KEY=VALUE, not "nothing"'],
    [['--key', 'k', '--key-delimiter', ':'], '--key-delimiter and --key exclude each other'],
    [['--key-delimiter', ''], '--key-delimiter needs at least one character'],
    [['--key-delimiter', ':', '--input', 'jsonl'], '--key-delimiter is for lines'],
    [['--compression', 'brotli'], '--compression does not know "brotli"'],
  ])('%j before it reads anything', async (flags, message) => {
    const { stdout, stderr, code } = await mq(['produce', 'orders', '--bootstrap-server', '127.0.0.1:1', ...flags]);
    expect(stderr).toContain(`error: ${message}`);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });
});
