/** A result as a table, JSON, JSON lines, YAML or CSV. The result itself is what scripts get; columns are only its table. */
import type { OutputFormat } from './flags.ts';
import type { Paint } from './paint.ts';
import { bullets } from './prose.ts';
import { renderTable } from './table.ts';

export type Cell = string | number | bigint | boolean | null | undefined;

export interface Column<Row> {
  header: string;
  /** null and undefined show as '-' in a table and as nothing in CSV. */
  value(row: Row): Cell;
  /** Numbers stand to the right on their own. */
  align?: 'left' | 'right';
  /** Colour for a terminal. */
  paint?(text: string, row: Row, paint: Paint): string;
}

/** One table of a result. */
export interface Section<Row> {
  title?: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** No header line, where the first column says it all. */
  headless?: boolean;
}

/** Sentences about a result. */
export interface Prose {
  title?: string;
  sentences: readonly string[];
}

/** How a result that is more than a list of rows is shown: sections for people, one flat table for CSV. */
export interface View {
  // biome-ignore lint/suspicious/noExplicitAny: each section has its own kind of row, consistent within itself
  sections: readonly (Section<any> | Prose)[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  csv: Section<any>;
}

/** The view of a plain list. */
export function listView<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): View {
  const section = { rows, columns };
  return { sections: [section], csv: section };
}

/** The text for stdout, ending in a newline unless empty. */
export async function render(result: unknown, view: View, format: OutputFormat, paint: Paint): Promise<string> {
  switch (format) {
    case 'table': {
      const tables: string[] = [];
      for (const section of view.sections) tables.push(await renderSection(section, paint));
      return tables.filter(Boolean).join('\n');
    }
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    case 'jsonl':
      return (Array.isArray(result) ? result : [result]).map(each => `${JSON.stringify(each)}\n`).join('');
    case 'yaml': {
      const { stringify } = await import('yaml');
      return stringify(result);
    }
    case 'csv':
      return renderCsv(view.csv);
  }
}

async function renderSection<Row>(section: Section<Row> | Prose, paint: Paint): Promise<string> {
  if ('sentences' in section) {
    const width = process.stdout.isTTY ? process.stdout.columns : undefined;
    return `${section.title ? `${paint.bold(section.title)}\n` : ''}${bullets(section.sentences, width)}`;
  }
  const table = section.rows.length > 0 ? await renderTable(section, paint) : '';
  return section.title ? `${paint.bold(section.title)}\n${table}` : table;
}

/** RFC 4180 with a header line, quotes only where needed. */
function renderCsv<Row>({ rows, columns }: Section<Row>): string {
  const line = (cells: Cell[]) => `${cells.map(quoted).join(',')}\r\n`;
  const names = columns.map(column => column.header.toLowerCase().replaceAll(' ', '_'));
  return line(names) + rows.map(row => line(columns.map(column => column.value(row)))).join('');
}

function quoted(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
