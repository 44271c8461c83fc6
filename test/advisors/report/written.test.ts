import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatOfFile } from '../../../src/advisors/report/format-names.ts';
import { writeReport } from '../../../src/advisors/report/formats.ts';
import { aDiagnosis, aFinding, anInput, evil } from './report-input.ts';

const everything = () => {
  const finding = aFinding({ type: 'topic', topic: 'orders', partitions: [0] });
  const known = aFinding({ type: 'group', group: evil });
  const file = aFinding({ type: 'file', path: './conf dir/producer.properties', line: 7, key: 'acks' }, 'warning');
  return anInput({
    diagnosis: aDiagnosis([finding, file, aFinding({ type: 'cluster' }, 'critical')], {
      known: [known],
      suppressed: [
        { finding: aFinding({ type: 'broker', broker: 1 }, 'info'), reason: 'a test', expires: '2027-01-31' },
      ],
    }),
  });
};

describe('SARIF', () => {
  const log = (input = everything()) => JSON.parse(writeReport('sarif', input));
  const text = readFileSync(join(import.meta.dirname, '../../support/sarif/sarif-schema-2.1.0.json'), 'utf8');
  /** OASIS's schema, without its descriptions. zod would want references to be absolute. */
  const schema = JSON.parse(text, (key, value) => (key === 'format' && value === 'uri-reference' ? undefined : value));
  const valid = z.fromJSONSchema(schema, { defaultTarget: 'draft-4' });

  it('is valid by its schema', () => {
    expect(valid.safeParse(log()).error).toBeUndefined();
    expect(valid.safeParse(log(anInput({ diagnosis: aDiagnosis([], { unchecked: [] }) }))).error).toBeUndefined();
    expect(valid.safeParse({ ...log(), runs: [{}] }).success).toBe(false);
  });

  it('describes each rule that is told of, with help, and results point to it', () => {
    const [run] = log().runs;
    expect(run.tool.driver.rules).toMatchObject([
      { id: 'B03', name: 'UnderMinIsr', help: { text: expect.any(String) } },
    ]);
    expect(run.results.every(({ ruleIndex }: { ruleIndex: number }) => ruleIndex === 0)).toBe(true);
  });

  it('has levels, places in files, and places in the cluster', () => {
    const { results } = log().runs[0];
    expect(results.map(({ level }: { level: string }) => level)).toEqual([
      'error',
      'warning',
      'error',
      'error',
      'note',
    ]);
    expect(results[1].locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'conf%20dir/producer.properties' },
          region: { startLine: 7 },
        },
      },
    ]);
    expect(results[0].locations[0].logicalLocations).toEqual([
      { fullyQualifiedName: 'topic orders, partition 0', kind: 'topic' },
    ]);
  });

  it('tells what is new, what is known and what is accepted', () => {
    const { results } = log().runs[0];
    expect(results.map(({ baselineState }: { baselineState?: string }) => baselineState)).toEqual([
      'new',
      'new',
      'new',
      'unchanged',
      undefined,
    ]);
    expect(results[4].suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'a test' }]);
  });

  it('finds a finding again when lines move', () => {
    const at = (line: number) =>
      log(anInput({ diagnosis: aDiagnosis([aFinding({ type: 'file', path: 'a', line, key: 'acks' })]) })).runs[0]
        .results[0];
    expect(at(3).partialFingerprints).toEqual(at(9).partialFingerprints);
  });

  it('says what could not be checked', () => {
    expect(log().runs[0].invocations[0].toolExecutionNotifications).toMatchObject([
      { associatedRule: { id: 'B15' }, message: { text: expect.stringContaining('--metrics URL|FILE') } },
    ]);
  });
});

describe('Markdown', () => {
  it('has names of the cluster as text', () => {
    const diagnosis = aDiagnosis([aFinding({ type: 'topic', topic: evil })]);
    const text = writeReport('markdown', anInput({ diagnosis })).replace(/```.*?```/gs, '');
    expect(text).not.toMatch(/(?<!\\)<img/);
    expect(text).toContain('\\<img src=x');
  });

  it('has what a ticket needs', () => {
    const text = writeReport('markdown', anInput());
    for (const part of [
      'Act soon',
      '| error | B03 |',
      '**topic orders, partitions 0, 1**',
      '```sh\nmq topic describe orders\n```',
      '--metrics',
    ])
      expect(text).toContain(part);
  });
});

describe('the form of a report', () => {
  it('follows from the name of its file', () => {
    expect(['a.html', 'A.HTM', 'b.md', 'c.sarif', 'd.sarif.json', 'e.json'].map(formatOfFile)).toEqual([
      'html',
      'html',
      'markdown',
      'sarif',
      'sarif',
      'json',
    ]);
    expect(() => formatOfFile('report.pdf')).toThrow('does not say what to write');
  });
});
