import { describe, expect, it } from 'vitest';
import { mq } from '../support/run.ts';

/** Nobody listens on port 1. */
const nowhere = ['--bootstrap-server', '127.0.0.1:1'];

describe('mq', () => {
  it('without arguments shows its commands', async () => {
    const { stdout, code } = await mq([]);
    expect(stdout).toMatch(/^ +topic list +List topics/m);
    expect(stdout).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  it('says its version', async () => {
    const { stdout, code } = await mq(['--version']);
    expect(stdout).toMatch(/^mqctl\/\d+\.\d+\.\d+ /);
    expect(code).toBe(0);
  });

  it('keeps talk off stdout', async () => {
    const { stdout, stderr } = await mq(['topic', 'list']);
    expect(stdout).toBe('');
    expect(stderr).toContain('which cluster?');
  });
});

describe('a wrong command line', () => {
  it.each([
    [['topic', 'lst'], 'there is no command "topic lst"', 'mq topic list'],
    [['topics'], 'there is no command "topics"', 'mq topic --help'],
    [['-b', 'x:1', 'topic', 'list'], 'the command comes first, then its flags', 'mq topic list -b x:1'],
    [['topic', 'list', '--internl'], 'there is no flag --internl', '--internal'],
    [['topic', 'list', '--bootstrap-server'], '--bootstrap-server needs a value', 'mq topic list --help'],
    [['topic', 'list', '--output', 'xml'], '--output does not know "xml"', 'one of table, json, jsonl, yaml, csv'],
    [['plan', 'partitions', '--target', '0MB/s'], '--target: "0MB/s" is not above zero', 'write for example 1MB'],
    [['replay', '--group', 'g', '--create'], '--create needs --to', 'mq replay --help'],
    [['replay', '--group', 'g', '--format', '%k'], '--format needs --print', 'mq replay --help'],
    [['replay', '--to', 't', '--wait-empty', '2s'], '--to and --wait-empty exclude each other', 'mq replay --help'],
    [['topic', 'list', 'orders'], 'nothing is expected after mq topic list: orders', 'mq topic list --help'],
    [
      ['topic', 'list', '-b', 'a:1', '-b', 'b:1'],
      '--bootstrap-server can only be specified once',
      'mq topic list --help',
    ],
    [['topic', 'list'], 'which cluster? Nothing says where it is', '--bootstrap-server localhost:9092'],
  ])('%j ends with 2, says what is wrong and what to try', async (argv, message, advice) => {
    const { stderr, stdout, code } = await mq(argv);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toContain(`try: ${advice}`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is told as JSON with -o json, on stderr too', async () => {
    const { stderr, stdout, code } = await mq(['topic', 'list', '--internl', '-o', 'json']);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'USAGE',
        message: 'there is no flag --internl',
        where: '--internl',
        try: ['--internal', 'mq topic list --help'],
      },
    });
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('a failure', () => {
  it('ends with 1 and says what failed', async () => {
    const { stderr, stdout, code } = await mq(['topic', 'list', ...nowhere]);
    expect(stderr).toContain('127.0.0.1:1');
    expect(stderr).not.toContain('    at '); // a stack is for DEBUG
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('is told as JSON with -o json', async () => {
    const { stderr, code } = await mq(['topic', 'list', ...nowhere, '--output=json']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'CONNECT', message: expect.stringContaining('127.0.0.1:1') },
    });
    expect(code).toBe(1);
  });
});
