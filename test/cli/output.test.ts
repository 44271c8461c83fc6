import { describe, expect, it } from 'vitest';
import type { OutputFormat } from '../../src/cli/flags.ts';
import { type Column, listView, render } from '../../src/cli/output.ts';
import { paintFor } from '../../src/cli/paint.ts';

interface Row {
  name: string;
  lag: number | null;
}

const rows: Row[] = [
  { name: 'orders', lag: 12 },
  { name: 'a,"b"', lag: null },
];
const columns: Column<Row>[] = [
  { header: 'name', value: row => row.name },
  { header: 'total lag', value: row => row.lag },
];
const noColours = paintFor({ isTTY: false });
const as = (format: OutputFormat, of = rows) => render(of, listView(of, columns), format, noColours);

describe('a result', () => {
  it('as a table has aligned columns, numbers to the right, - for what is not there, no blanks at line ends', async () => {
    expect(await as('table')).toBe('NAME     TOTAL LAG\norders          12\na,"b"            -\n');
  });

  it('as a table of nothing is nothing', async () => {
    expect(await as('table', [])).toBe('');
  });

  it('as JSON is the result itself, not its columns', async () => {
    expect(JSON.parse(await as('json'))).toEqual(rows);
  });

  it('as JSON lines is a line for each', async () => {
    expect(await as('jsonl')).toBe('{"name":"orders","lag":12}\n{"name":"a,\\"b\\"","lag":null}\n');
  });

  it('as YAML', async () => {
    expect(await as('yaml')).toContain('- name: orders\n  lag: 12\n');
  });

  it('as CSV quotes what has to be quoted', async () => {
    expect(await as('csv')).toBe('name,total_lag\r\norders,12\r\n"a,""b""",\r\n');
  });

  it('cannot move the cursor or colour the terminal, whatever a group calls itself', async () => {
    expect(await as('table', [{ name: 'evil\u001b[2J\n', lag: 0 }])).toContain('evil\\x1b[2J\\x0a');
  });

  it('is aligned by what is seen of a character', async () => {
    const [, first, second] = (
      await as('table', [
        { name: '注文', lag: 1 },
        { name: 'abcd', lag: 2 },
      ])
    ).split('\n');
    expect(first).toBe('注文           1');
    expect(second).toBe('abcd           2');
  });
});

describe('colours', () => {
  it('are for terminals', () => {
    expect(paintFor({ isTTY: true }).bad('x')).toContain('\u001b[31m');
    expect(paintFor({ isTTY: false }).bad('x')).toBe('x');
  });

  it('are not for who set NO_COLOR', () => {
    process.env.NO_COLOR = '1';
    expect(paintFor({ isTTY: true }).bad('x')).toBe('x');
    delete process.env.NO_COLOR;
  });
});
