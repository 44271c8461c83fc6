import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/advisors/finding.ts';
import { readHostFacts } from '../../src/advisors/given/host-facts.ts';
import { rules } from '../../src/advisors/rules/index.ts';
import { baselineOf, compare, parseBaseline } from '../../src/advisors/settings/baseline.ts';
import { parseDoctorFile } from '../../src/advisors/settings/doctor-file.ts';
import { suppress } from '../../src/advisors/settings/suppressions.ts';

const place = { path: 'mq-doctor.yaml', where: '--settings' };
const read = (text: string) => parseDoctorFile(text, place);

const finding = (rule: string, topic: string, partitions?: number[]): Finding => ({
  rule,
  name: 'a-rule',
  title: 'Something is wrong',
  severity: 'error',
  why: 'because',
  source: 'KIP-1',
  subject: { type: 'topic', topic, ...(partitions ? { partitions } : {}) },
  observed: 'this',
  fix: [],
});

describe('mq-doctor.yaml', () => {
  it('says what topics and groups are meant to be', () => {
    expect(
      read(`
profile: ordered
topics:
  orders: { order: key, target-rate: 20MB/s, delay: 10m, replay: 2d }
groups:
  billing: { lag-limit: 5m }
`),
    ).toEqual({
      profile: 'ordered',
      suppressions: [],
      intents: {
        topics: { orders: { order: 'key', targetBytesPerSec: 20_000_000, delayMs: 600_000, replayMs: 172_800_000 } },
        groups: { billing: { lagLimitMs: 300_000 } },
      },
    });
  });

  it('may be empty', () => {
    expect(read('# nothing yet\n')).toMatchObject({ suppressions: [], intents: { topics: {}, groups: {} } });
  });

  it('wants a reason and an end of every suppression', () => {
    expect(() => read('suppressions:\n  - rule: B05\n')).toThrow(
      'mq-doctor.yaml: suppressions[0].reason: is missing: say why, for whoever reads this in a year\n' +
        'mq-doctor.yaml: suppressions[0].expires: is missing: a date as 2027-01-31',
    );
    for (const day of ['soon', '2027-02-31', '2027-1-31'])
      expect(() => read(`suppressions: [{rule: B05, reason: x, expires: ${day}}]`)).toThrow(
        'a date as 2027-01-31 is needed',
      );
  });

  it('names the nearest right key, and what is no rate', () => {
    expect(() => read('supressions: []')).toThrow('there is no key supressions; suppressions, if that is meant');
    expect(() => read('topics: {orders: {target-rate: fast}}')).toThrow(
      'topics.orders.target-rate: "fast" is not a rate; write for example 200MB/s',
    );
    expect(() => read('topics: [')).toThrow(/^mq-doctor.yaml: /);
  });
});

describe('suppressions', () => {
  const NOW_MS = Date.parse('2026-06-30T12:00:00Z');
  const findings = [finding('B05', 'test-1', [0, 3]), finding('B05', 'orders'), finding('B10', 'test-1')];
  const accepted = (...suppressions: { rule: string; subject?: string; expires: string }[]) =>
    suppress(
      { findings },
      suppressions.map(each => ({ ...each, reason: 'scratch', place: 'mq-doctor.yaml' })),
      rules,
      NOW_MS,
    );

  it('set aside what rule and subject match, partitions or not', () => {
    const { findings: left, suppressed } = accepted({ rule: 'rf-one', subject: 'topic test-*', expires: '2027-01-01' });
    expect(left).toEqual([findings[1], findings[2]]);
    expect(suppressed).toEqual([{ finding: findings[0], reason: 'scratch', expires: '2027-01-01' }]);
  });

  it('hold through their last day', () => {
    expect(accepted({ rule: 'B05', expires: '2026-06-30' }).findings).toHaveLength(1);
    const { findings: left, expired } = accepted({ rule: 'B05', expires: '2026-06-29' });
    expect(left).toEqual(findings);
    expect(expired).toMatchObject([{ rule: 'B05', expires: '2026-06-29' }]);
  });

  it('do not take a pattern for an expression', () => {
    expect(accepted({ rule: 'B05', subject: 'topic .*', expires: '2027-01-01' }).findings).toEqual(findings);
  });

  it('are refused for a rule that does not exist', () => {
    expect(() => accepted({ rule: 'rf-on', expires: '2027-01-01' })).toThrow('there is no rule rf-on');
  });
});

describe('a baseline', () => {
  it('leaves only what is new', () => {
    const before = parseBaseline(JSON.stringify(baselineOf([finding('B05', 'orders')])), 'base.json');
    const fresh = finding('B05', 'bills');
    expect(compare([finding('B05', 'orders'), fresh], before)).toEqual({
      fresh: [fresh],
      known: [finding('B05', 'orders')],
    });
  });

  it('is refused when it is something else', () => {
    expect(() => parseBaseline('{"format":"mq evidence"}', 'x.json')).toThrow('x.json is no baseline of mq doctor');
    expect(() => parseBaseline('not json', 'x.json')).toThrow('no baseline');
  });
});

describe('the page about the doctor', () => {
  const page = readFileSync('docs/doctor.md', 'utf8');
  const [settings = '', hosts = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

  it('shows settings that can be read, with every key', () => {
    const { intents, suppressions } = read(settings);
    expect(suppressions).toHaveLength(1);
    const topicKeys = Object.values(intents.topics).flatMap(topic => Object.keys(topic));
    expect(new Set(topicKeys).size).toBe(7);
    expect(Object.keys(intents.groups.billing!)).toHaveLength(3);
  });

  it('shows host facts that can be read', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'mq-page-')), 'hosts.yaml');
    writeFileSync(path, hosts);
    expect(await readHostFacts(path)).toMatchObject([{ node: 1, heapBytes: 6 * 2 ** 30, cores: 16 }]);
  });
});
