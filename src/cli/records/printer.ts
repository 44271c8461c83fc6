/** Records to stdout as they come: values as lines, a format string, or one of -o's formats, of which only the table has to wait for the end. */
import type { RecordCursor } from '../../protocol/records/cursor.ts';
import type { OutputFormat } from '../flags.ts';
import { type Column, listView, render } from '../output.ts';
import { paintFor } from '../paint.ts';
import { type RecordEnvelope, toEnvelope } from './envelope.ts';
import { compileFormat } from './format.ts';
import { Sink } from './sink.ts';

export interface RecordPrinter {
  /** Takes the record that the cursor stands at; nothing of it is kept by reference. */
  print(cursor: RecordCursor, topic: string, partition: number): void;
  /** Writes what is gathered: after a batch, so that a person who watches sees it. */
  flush(): void;
  /** Closes brackets, prints the table. */
  end(): Promise<void>;
}

export interface PrintStyle {
  /** A kcat format string; wins over `output`. */
  format?: string | undefined;
  /** Values as lines when left out. */
  output?: OutputFormat | undefined;
}

/** Throws UsageError when the format string is wrong. */
export function recordPrinter(
  { format, output }: PrintStyle,
  write: (chunk: Uint8Array | string) => void,
): RecordPrinter {
  if (format !== undefined) return streamPrinter({ each: compileFormat(format) }, write);
  if (output === 'table') return tablePrinter(write);
  return streamPrinter(stylesOf[output ?? 'values'], write);
}

function streamPrinter({ begin = '', each, end = '' }: Style, write: (chunk: Uint8Array) => void): RecordPrinter {
  const sink = new Sink(write);
  let first = true;
  sink.text(begin);
  return {
    print(cursor, topic, partition) {
      each(sink, cursor, topic, partition, first);
      first = false;
    },
    flush: () => sink.flush(),
    async end() {
      sink.text(end);
      sink.flush();
    },
  };
}

interface Style {
  begin?: string;
  each(sink: Sink, cursor: RecordCursor, topic: string, partition: number, first: boolean): void;
  end?: string;
}

const stylesOf: Record<Exclude<OutputFormat, 'table'> | 'values', Style> = {
  values: {
    each(sink, cursor) {
      sink.slice(cursor.data, cursor.valueStart, cursor.valueEnd);
      sink.text('\n');
    },
  },
  jsonl: {
    each: (sink, cursor, topic, partition) => sink.text(`${JSON.stringify(toEnvelope(topic, partition, cursor))}\n`),
  },
  json: {
    begin: '[',
    each: (sink, cursor, topic, partition, first) =>
      sink.text(`${first ? '' : ','}\n  ${JSON.stringify(toEnvelope(topic, partition, cursor))}`),
    end: '\n]\n',
  },
  // JSON is YAML too; as items of a list it can be written while it comes.
  yaml: {
    each: (sink, cursor, topic, partition) => sink.text(`- ${JSON.stringify(toEnvelope(topic, partition, cursor))}\n`),
  },
  csv: {
    begin: 'partition,offset,timestamp,key,value,headers\r\n',
    each(sink, cursor, topic, partition) {
      const { offset, timestamp, headers, ...record } = toEnvelope(topic, partition, cursor);
      const cells = [
        partition,
        offset,
        timestamp,
        keyText(record),
        valueText(record),
        headers.length ? JSON.stringify(headers) : '',
      ];
      sink.text(`${cells.map(csvCell).join(',')}\r\n`);
    },
  },
};

const csvCell = (cell: string | number | null) => {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const keyText = ({ key, keyBase64 }: Pick<RecordEnvelope, 'key' | 'keyBase64'>) => keyBase64 ?? key ?? null;
const valueText = ({ value, valueBase64 }: Pick<RecordEnvelope, 'value' | 'valueBase64'>) =>
  valueBase64 ?? value ?? null;

const columns: Column<RecordEnvelope>[] = [
  { header: 'partition', value: record => record.partition },
  { header: 'offset', value: record => record.offset },
  { header: 'time', value: record => (record.timestamp < 0 ? null : new Date(record.timestamp).toISOString()) },
  { header: 'key', value: keyText, align: 'left' },
  { header: 'value', value: valueText, align: 'left' },
];

function tablePrinter(write: (chunk: string) => void): RecordPrinter {
  const rows: RecordEnvelope[] = [];
  return {
    print: (cursor, topic, partition) => rows.push(toEnvelope(topic, partition, cursor)),
    flush() {},
    end: async () => write(await render(rows, listView(rows, columns), 'table', paintFor(process.stdout))),
  };
}
