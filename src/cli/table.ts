/** Aligned columns without borders, the same in a terminal and in a pipe, so that what a person saw is what `awk` gets. */

import type { Paint } from './paint.ts';
import type { Cell, Section } from './view.ts';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** Ends in a newline. */
export async function renderTable<Row>({ rows, columns, headless }: Section<Row>, paint: Paint): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const cells = rows.map(row => columns.map(column => column.value(row)));
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': 3, compact: true, head: [], border: [] },
    colAligns: columns.map((column, at) => column.align ?? (cells.every(row => isNumeric(row[at])) ? 'right' : 'left')),
  });
  if (!headless) table.push(columns.map(column => paint.dim(column.header.toUpperCase())));
  rows.forEach((row, r) => {
    table.push(
      columns.map((column, c) => {
        const text = cellText(cells[r]![c]);
        return column.paint ? column.paint(text, row, paint) : text;
      }),
    );
  });
  return `${table.toString().replaceAll(/[ ]+$/gm, '')}\n`;
}

const isNumeric = (cell: Cell) =>
  typeof cell === 'number' || typeof cell === 'bigint' || cell === null || cell === undefined;

/** Group and client ids may hold any character: none of them may move the cursor or start an escape sequence. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '-';
  return String(cell).replaceAll(/\p{Cc}/gu, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
