import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mq } from '../support/run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mq-lint-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes it and gives its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('mq lint', () => {
  it('tells place, severity and rule of each finding, and ends with 3', async () => {
    const path = file('producer.properties', 'bootstrap.servers=a:1,b:2\nacks=0\nlinger.mss=5\n');
    const { stdout, stderr, code } = await mq(['lint', path]);
    expect(stdout).toContain(`${path}:2: error: acks=0  P01 acks-zero`);
    expect(stdout).toContain(
      `${path}:3: warning: a producer of Kafka 4.3 has no key linger.mss; it goes on without it  L01 unknown-key`,
    );
    expect(stdout).toContain('fix Did you mean linger.ms?');
    expect(stdout).toContain('needs --bootstrap-server, of the cluster that the files are for');
    expect({ stderr, code }).toEqual({ stderr: 'error: 1 finding of severity error or worse\n', code: 3 });
  });

  it('ends with 0 when nothing is as bad as --fail-on says', async () => {
    const path = file('one.properties', 'acks=1\n');
    expect((await mq(['lint', path, '--only', 'P02'])).code).toBe(0);
    expect((await mq(['lint', path, '--only', 'P02', '--fail-on', 'warning'])).code).toBe(3);
    expect((await mq(['lint', path, '--skip', 'acks-one', '--fail-on', 'warning'])).stdout).toContain('nothing found');
  });

  it('gives the same as JSON, CSV, SARIF and Markdown', async () => {
    const path = file('two.properties', 'acks=1\n');
    const run = (output: string) => mq(['lint', path, '--only', 'P02', '-o', output]);
    expect((await run('json')).json).toMatchObject({
      files: [{ path, family: 'java', role: 'producer', version: '4.3' }],
      findings: [{ rule: 'P02', subject: { type: 'file', path, line: 1, key: 'acks' }, observed: 'acks=1' }],
      unchecked: [],
    });
    expect((await run('csv')).stdout.split('\r\n')[1]).toContain(`${path},1,acks,warning,P02,acks-one,acks=1`);
    expect((await run('sarif')).json).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'P02', locations: [{ physicalLocation: { region: { startLine: 1 } } }] }] }],
    });
    expect((await run('markdown')).stdout).toContain('P02');
  });

  it('takes intents and suppressions from --settings', async () => {
    const path = file('three.properties', 'acks=1\n');
    const settings = file('s.yaml', 'suppressions: [{rule: P02, reason: metrics may get lost, expires: 2100-01-01}]\n');
    const { stdout, code } = await mq(['lint', path, '--only', 'P02', '--fail-on', 'warning', '--settings', settings]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('metrics may get lost') });
  });

  it('never shows a secret', async () => {
    const path = file('secret.properties', 'acks=1\nssl.key.password=geheim\nssl.key.password=geheim2\n');
    for (const output of ['table', 'sarif']) {
      const { stdout, stderr } = await mq(['lint', path, '-o', output]);
      expect(stdout).toContain('L06');
      expect(stdout + stderr).not.toContain('geheim');
    }
  });

  it.each([
    ['no file', [], 'FILE is missing'],
    ['a file that is not there', ['nowhere.properties'], 'there is no such file'],
    ['a family that is none', ['x.properties', '--as', 'pulsar'], 'pulsar'],
    ['a rule that is none', ['x.properties', '--only', 'P99'], 'there is no rule P99'],
    ['a version that is none', ['x.properties', '--client-version', 'new'], '"new" is not a version'],
    ['--dry-run without --fix', ['x.properties', '--dry-run'], '--fix'],
  ])('refuses %s', async (_, argv, message) => {
    const { stdout, stderr, code } = await mq(['lint', ...argv]);
    expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: expect.stringContaining(message), code: 2 });
  });

  it('refuses a file that it does not know, with the families it knows', async () => {
    const { stderr, code } = await mq(['lint', file('notes.txt', 'hello=world\n')]);
    expect(code).toBe(2);
    expect(stderr).toContain('--as spring');
  });
});

describe('mq lint of a directory', () => {
  it('finds the files of Kafka’s clients below it, and passes over all others', async () => {
    const root = mkdtempSync(join(tmpdir(), 'mq-lint-tree-'));
    const put = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    put('app/src/main/resources/application.yml', 'spring: {kafka: {producer: {acks: "1"}}}\n');
    put('app/src/main/java/Main.java', 'class Main {}\n');
    put('app/target/classes/application.yml', 'spring: {kafka: {producer: {acks: "0"}}}\n');
    put('web/package.json', '{"name": "web"}');
    put('web/tsconfig.json', '{ // with a comment\n}');
    put('ops/consumer.properties', 'group.id=g\n');
    try {
      const { json } = await mq(['lint', root, '--only', 'P01,P02', '-o', 'json']);
      expect((json as { files: { path: string }[] }).files.map(({ path }) => path.slice(root.length + 1))).toEqual([
        'app/src/main/resources/application.yml',
        'ops/consumer.properties',
      ]);
      expect((json as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)).toEqual(['P02']);
      const { code, stderr } = await mq(['lint', join(root, 'web')]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('there is no file of a Kafka client'),
      });
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('says so when a file that is named has nothing of Kafka in it', async () => {
    const path = file('application.properties', 'spring.application.name=x\n');
    const { stderr, code } = await mq(['lint', path]);
    expect({ stderr, code }).toEqual({ stderr: `${path} says nothing of Kafka's clients.\n`, code: 0 });
  });
});

describe('mq lint -o sarif', () => {
  it('carries the changes that --fix would write', async () => {
    const path = file('change.properties', '# ours\r\n  acks = 0\r\nfetch.message.max.bytes=5\r\n');
    const { json } = await mq(['lint', path, '--only', 'P01,P12', '-o', 'sarif']);
    const { results } = (json as { runs: { results: { ruleId: string; fixes?: unknown }[] }[] }).runs[0]!;
    const at = (startLine: number, startColumn: number, endColumn: number, text: string) => ({
      artifactChanges: [
        {
          artifactLocation: { uri: expect.stringContaining('change.properties') },
          replacements: [
            { deletedRegion: { startLine, startColumn, endLine: startLine, endColumn }, insertedContent: { text } },
          ],
        },
      ],
    });
    expect(results.map(({ ruleId, fixes }) => [ruleId, fixes])).toEqual([
      ['P01', [expect.objectContaining(at(2, 10, 11, 'all'))]],
      ['P12', [expect.objectContaining(at(3, 1, 24, 'max.partition.fetch.bytes'))]],
    ]);
  });
});

describe('mq lint --fix', () => {
  const before = '# ours\nrequest.required.acks=1\n';
  const after = '# ours\nacks=all\n';

  it('shows, writes and keeps what was', async () => {
    const path = file('fix.properties', before);
    chmodSync(path, 0o600);
    const { stderr, code } = await mq(['lint', path, '--fix', '--yes']);
    expect(stderr).toContain('-request.required.acks=1\n+acks=1');
    expect(stderr).toContain('-acks=1\n+acks=all');
    expect(stderr).toContain(`back with: mv ${path}.bak ${path}`);
    expect({ code, now: readFileSync(path, 'utf8'), was: readFileSync(`${path}.bak`, 'utf8') }).toEqual({
      code: 0,
      now: after,
      was: before,
    });
  });

  it('lets nobody read what was not theirs to read', () => {
    const modes = ['fix.properties', 'fix.properties.bak'].map(name => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  });

  it('writes nothing with --dry-run, and nothing where nobody can be asked', async () => {
    const path = file('dry.properties', before);
    expect((await mq(['lint', path, '--fix', '--dry-run', '--fail-on', 'never'])).stderr).toContain('+acks=all');
    const unasked = await mq(['lint', path, '--fix']);
    expect({ code: unasked.code, stderr: unasked.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder).filter(name => name.startsWith('dry'))).toEqual(['dry.properties']);
  });

  it('says so when there is nothing to change', async () => {
    const { stderr } = await mq(['lint', file('fine.properties', 'acks=all\n'), '--fix', '--yes']);
    expect(stderr).toBe('There is nothing that can be changed safely.\n');
  });
});
