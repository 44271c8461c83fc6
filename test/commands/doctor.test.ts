/** mq doctor as people run it: exit codes, files that it reads and keeps, and what it says of mistakes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/advisors/doctor.ts';
import type { RunningBroker } from '../../src/broker/index.ts';
import { startTestBroker } from '../support/broker.ts';
import { mq, startMq } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mq-doctor-'));
const file = (name: string, text?: string): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

describe('mq doctor', () => {
  let broker: RunningBroker;
  beforeAll(async () => {
    broker = await startTestBroker({ topics: { orders: 2 } });
    const unclean = ['topic', 'create', 'unclean', '--config', 'unclean.leader.election.enable=true'];
    expect(await mq([...unclean, '-b', broker.bootstrap])).toMatchObject({ code: 0 });
  });
  afterAll(() => broker.stop());

  const doctor = (...argv: string[]) => mq(['doctor', '-b', broker.bootstrap, ...argv]);
  const judged = async (...argv: string[]) => (await doctor('-o', 'json', ...argv)).json as Diagnosis;

  it('ends with 3 when something is as bad as --fail-on says', async () => {
    expect(await doctor('--only', 'B10')).toMatchObject({
      code: 3,
      stderr: 'error: 1 finding of severity error or worse\n',
      stdout: expect.stringContaining('mq config alter --topic unclean --delete unclean.leader.election.enable'),
    });
    expect(await doctor('--only', 'B10', '--fail-on', 'critical')).toMatchObject({ code: 0, stderr: '' });
    expect(await doctor('--skip', 'B10')).toMatchObject({ code: 0 });
  });

  it('refuses files that it could not write, before anything is asked', async () => {
    const nowhere = join(folder, 'not-there');
    const named = {
      '--state': join(nowhere, 'state.json'),
      '--save-evidence': join(nowhere, 'evidence.json'),
      '--write-baseline': join(nowhere, 'baseline.json'),
      '--report': join(nowhere, 'report.html'),
    };
    for (const [flag, path] of Object.entries(named))
      expect(await mq(['doctor', '-b', '127.0.0.1:1', flag, path])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${flag}: ${path} cannot be written: there is no such directory`),
      });
    expect(await doctor('--state', folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('a directory') });
  });

  it('judges saved evidence without a cluster, and what is handed in besides', async () => {
    const path = file('evidence.json');
    const live = await judged('--save-evidence', path, '--only', 'B10,B49');
    const offline = await mq(['doctor', '--evidence', path, '--only', 'B10,B49', '-o', 'json']);
    expect(offline.json).toEqual(live);
    const hosts = file('hosts.yaml', '- node: 1\n  memory: 16GiB\n  heap: 14GiB\n');
    const more = await mq(['doctor', '--evidence', path, '--only', 'B49', '--host-facts', hosts, '-o', 'json']);
    expect(more.json).toMatchObject({ findings: [{ rule: 'B49', subject: { broker: 1 } }], unchecked: [] });
    expect(readFileSync(path, 'utf8')).not.toMatch(/password|jaas\.config":\{"value":"/i);
  });

  it('hands the changes of client files to whoever reads SARIF', async () => {
    const client = file('producer.properties', 'bootstrap.servers=kafka:9092\nacks=0\n');
    const saved = file('clients.json');
    const fixes = [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'all' } }] }] }];
    const judging = ['--only', 'P01', '--fail-on', 'never', '-o', 'sarif'];
    const { json } = await doctor('--client', client, '--save-evidence', saved, ...judging);
    expect(json).toMatchObject({ runs: [{ results: [{ ruleId: 'P01', fixes }] }] });
    rmSync(client);
    const elsewhere = await mq(['doctor', '--evidence', saved, ...judging]);
    expect(elsewhere.json).toMatchObject({ runs: [{ results: [{ ruleId: 'P01' }] }] });
    expect(elsewhere.stdout).not.toContain('"fixes"');
  });

  it('looks several times, and remembers', async () => {
    const path = file('state.json');
    const moments = () => JSON.parse(readFileSync(path, 'utf8')).moments.length;
    await doctor('--only', 'B03', '--samples', '2', '--interval', '10ms', '--state', path);
    expect(moments()).toBe(2);
    await doctor('--only', 'B03', '--state', path);
    expect(moments()).toBe(3);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"clusterId":"[^"]*"/, '"clusterId":"another"'));
    const refused = await doctor('--only', 'B03', '--state', path);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is about cluster another, this one is'),
    });
  });

  it('keeps what it has seen when it is interrupted', async () => {
    const path = file('interrupted.json');
    const run = startMq([
      ...['doctor', '-b', broker.bootstrap, '--only', 'B03'],
      ...['--samples', '100', '--interval', '50ms', '--state', path],
    ]);
    await expect
      .poll(() => existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).moments.length)
      .toBeGreaterThan(1);
    run.stop();
    expect(await run.ended).toMatchObject({ code: 130 });
    expect(JSON.parse(readFileSync(path, 'utf8')).moments.length).toBeGreaterThan(1);
  });

  it('sets aside what mq-doctor.yaml accepts, and what a baseline knows', async () => {
    const settings = file(
      'accepted.yaml',
      'suppressions: [{rule: B10, subject: topic unclean, reason: shown on purpose, expires: 2999-01-01}]',
    );
    const accepted = await judged('--only', 'B10', '--settings', settings);
    expect(accepted).toMatchObject({ findings: [], suppressed: [{ reason: 'shown on purpose' }] });
    const baseline = file('baseline.json');
    expect(await doctor('--only', 'B10', '--write-baseline', baseline)).toMatchObject({ code: 0 });
    expect(await judged('--only', 'B10', '--baseline', baseline)).toMatchObject({
      findings: [],
      known: [{ rule: 'B10' }],
    });
  });

  it.each([
    [['--only', 'B99'], 'there is no rule B99'],
    [
      ['--settings', file('rule.yaml', 'suppressions: [{rule: B99, reason: x, expires: 2999-01-01}]')],
      'there is no rule B99',
    ],
    [['--topic', 'ordres'], 'orders, if that is meant'],
    [['--group', 'nobody'], 'there is no group nobody'],
    [['--metrics', '/nowhere'], 'cannot read /nowhere: there is no such file'],
    [['--settings', file('wrong.yaml', 'topic: {}')], 'there is no key topic; topics, if that is meant'],
    [['--fail-on', 'bad'], '--fail-on'],
  ])('refuses %j', async (argv, why) => {
    const { code, stderr } = await doctor(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });

  it('refuses a file that is no evidence', async () => {
    const run = await mq(['doctor', '--evidence', file('other.json', '{}')]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('is no evidence that mq can read') });
  });
});
