/** Aligned columns without borders, the same in a terminal and in a pipe, so that what a person saw is what `awk` gets. */

import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { wrapped } from './prose.ts';
import type { Cell, Column, Section } from './view.ts';

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

const GAP_COLUMNS = 3;

/** Ends in a newline. `width` is the terminal's; undefined leaves every row a line. */
export async function renderTable<Row>(
  { rows, columns, headless }: Section<Row>,
  paint: Paint,
  width?: number,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const cells = rows.map(row => columns.map(column => column.value(row)));
  const room = width === undefined ? undefined : width - widthBefore(columns, cells, headless);
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': GAP_COLUMNS, compact: true, head: [], border: [] },
    colAligns: columns.map((column, at) => column.align ?? (cells.every(row => isNumeric(row[at])) ? 'right' : 'left')),
  });
  if (!headless) table.push(columns.map(column => paint.dim(column.header.toUpperCase())));
  rows.forEach((row, r) => {
    table.push(
      columns.map((column, c) => {
        const text = column.wraps ? wrapped(cellText(cells[r]![c]), room, '') : cellText(cells[r]![c]);
        return column.paint ? column.paint(text, row, paint) : text;
      }),
    );
  });
  return `${table.toString().replaceAll(/[ ]+$/gm, '')}\n`;
}

/** Of all columns but the last. */
function widthBefore(columns: readonly Column<never>[], cells: readonly Cell[][], headless = false): number {
  const widthOf = ({ header }: Column<never>, c: number) =>
    cells.reduce((widest, row) => Math.max(widest, cellText(row[c]).length), headless ? 0 : header.length);
  return columns.slice(0, -1).reduce((sum, column, c) => sum + widthOf(column, c) + GAP_COLUMNS, 0);
}

const isNumeric = (cell: Cell) =>
  typeof cell === 'number' || typeof cell === 'bigint' || cell === null || cell === undefined;

const cellText = (cell: Cell): string => (cell === null || cell === undefined ? '-' : printable(String(cell)));
