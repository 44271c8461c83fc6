/** How a result looks to a person: columns of its rows, tables of its parts. The result itself is what scripts get. */
import type { Paint } from './paint.ts';

export type Cell = string | number | bigint | boolean | null | undefined;

export interface Column<Row> {
  header: string;
  /** null and undefined show as '-' in a table and as nothing in CSV. */
  value(row: Row): Cell;
  /** Numbers stand to the right on their own. */
  align?: 'left' | 'right';
  /** Sentences, in the last column: wrapped to the room that is left where a person reads them, one line in a pipe. */
  wraps?: boolean;
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

/** Text of its own making, where neither a table nor sentences will do. Ends in a newline; `width` is the terminal's, undefined in a pipe. */
export interface Text {
  text(paint: Paint, width: number | undefined): string;
}

/** How a result that is more than a list of rows is shown: sections for people, one flat table for CSV. */
export interface View {
  // biome-ignore lint/suspicious/noExplicitAny: each section has its own kind of row, consistent within itself
  sections: readonly (Section<any> | Prose | Text)[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  csv: Section<any>;
}
