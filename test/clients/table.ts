/** docs/clients.md: what each client does on the broker and on Apache Kafka. The part between the marks is written by the run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAPABILITIES } from './clients.ts';
import type { Result, Results } from './driver.ts';
import type { Place } from './places.ts';

export interface TableRow {
  readonly name: string;
  readonly version: string;
  /** On each place, in order. */
  readonly results: readonly Results[];
  /** Why the client could not be tried. */
  readonly problem?: string;
}

const PAGE = join(import.meta.dirname, '../../docs/clients.md');
const [BEGIN, END] = ['<!-- written by npm run test:clients -->', '<!-- end of what the run writes -->'];

export function writeTable(rows: readonly TableRow[], places: readonly Place[]): void {
  const head = ['client', 'version', ...CAPABILITIES];
  const notes: string[] = [];
  const lines = rows.map(({ name, version, results, problem }) => {
    if (problem !== undefined) return [name, '–', ...CAPABILITIES.map(() => '–')];
    const cells = CAPABILITIES.map(which => {
      const both = results.map(result => result[which]);
      both.forEach((one, i) => {
        if (one?.outcome === 'fails')
          notes.push(`- ${name} ${version}, ${which}, on ${places[i]!.name}: ${lasting(one.note)}`);
      });
      return both.map(sign).join(' ');
    });
    return [name, version, ...cells];
  });
  const text = [
    `Each cell: on ${places.map(({ name }) => name).join(', on ')}. ✓ works, ✗ fails, – the client has no such thing.`,
    '',
    ...[head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`),
    ...(notes.length > 0 ? ['', 'What fails:', '', ...notes] : []),
  ];
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  writeFileSync(PAGE, `${page.slice(0, before + BEGIN.length)}\n${text.join('\n')}\n${page.slice(after)}`);
}

const sign = (result: Result | undefined): string =>
  result === undefined ? '?' : { works: '✓', fails: '✗', absent: '–' }[result.outcome];

/** What a failure has to say, without what is another each time: ports and milliseconds. */
const lasting = (note: string): string =>
  note
    .split('\n')[0]!
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
    .replace(/ \(after \d+ms [^)]*\)/, '');
