import { describe, expect, it } from 'vitest';
import { mq } from '../support/run.ts';

describe('mq consume refuses', () => {
  it.each([
    [['--from', 'soon'], '--from: "soon" is neither an offset nor a time', '-2h'],
    [['--format', '%z'], '--format does not know %z', '%k %v %h'],
    [['--format', '%v', '--output', 'csv'], '--output and --format exclude each other', 'mq consume --help'],
    [['--output', 'table'], 'a table is drawn when its last record is known', '--exit'],
    [['--exit', '--to', '5'], '--to and --exit exclude each other', 'mq consume --help'],
    [['--max-records', '0'], '--max-records: Expected an integer greater than or equal to 1', 'mq consume --help'],
    [['--commit'], '--commit needs --group', 'mq consume --help'],
    [['--group', 'g', '--from', '10'], 'a group reads on from its commits', '--from earliest'],
    [['--group', 'g', '--to', '10'], 'a group is read to the end or for ever', '--exit'],
  ])('%j before it connects', async (flags, message, advice) => {
    const { stdout, stderr, code } = await mq(['consume', 'orders', '--bootstrap-server', '127.0.0.1:1', ...flags]);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toContain(`try: ${stderr.includes('write for example') ? 'write for example' : advice}`);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });

  it('to guess its topic from stdin', async () => {
    const { stderr, code } = await mq(['consume'], { stdin: 'orders\n' });
    expect(stderr).toContain('error: TOPIC is missing');
    expect(code).toBe(2);
  });
});
