/** The lines as docs/PERFORMANCE.md has them: Markdown that can be read as it is. */
import type { Line } from './line.ts';
import type { Summary } from './samples.ts';

const HEADER = ['', 'unit', 'mq', 'peer', '', 'mq / peer', 'gate'];
/** Numbers to the right. */
const RIGHT = new Set([2, 4, 5]);

export function table(lines: readonly Line[]): string {
  const rows = [HEADER, ...lines.map(cells)];
  const widths = HEADER.map((_, column) => Math.max(3, ...rows.map(row => row[column]!.length)));
  const [header, ...rest] = rows.map(row =>
    row.map((cell, c) => (RIGHT.has(c) ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!))),
  );
  const rule = widths.map((width, c) => (RIGHT.has(c) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [header!, rule, ...rest].map(row => `| ${row.join(' | ')} |\n`).join('');
}

function cells({ what, unit, mq, peer, theirs, ratio, gate }: Line): string[] {
  const verdict = gate === undefined ? '' : `${gate.text} ${gate.met ? 'met' : '**falls short**'}`;
  return [what, unit, spread(mq), peer.replaceAll('|', '\\|'), spread(theirs), `${number(ratio)} ×`, verdict];
}

const spread = ({ median, min, max }: Summary): string => `${number(median)} [${number(min)}..${number(max)}]`;

/** Three significant digits, thousands apart. */
function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
