/** A result as a table, JSON, JSON lines, YAML or CSV. The result itself is what scripts get; columns are only its table. */
import type { OutputFormat } from './flags.ts';
import type { Paint } from './paint.ts';
import { bullets } from './prose.ts';
import { renderTable } from './table.ts';
import type { Cell, Column, Prose, Section, Text, View } from './view.ts';

export type { Cell, Column, Prose, Section, Text, View } from './view.ts';

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

async function renderSection<Row>(section: Section<Row> | Prose | Text, paint: Paint): Promise<string> {
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  if ('text' in section) return section.text(paint, width);
  if ('sentences' in section) {
    return `${section.title ? `${paint.bold(section.title)}\n` : ''}${bullets(section.sentences, width)}`;
  }
  const table = section.rows.length > 0 ? await renderTable(section, paint, width) : '';
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
