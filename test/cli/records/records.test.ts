import { describe, expect, it } from 'vitest';
import { fromEnvelope, toEnvelope } from '../../../src/cli/records/envelope.ts';
import { type PrintStyle, recordPrinter } from '../../../src/cli/records/printer.ts';
import { type ReadStyle, readRecords } from '../../../src/cli/records/reader.ts';
import { BatchBuilder, type NewRecord } from '../../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';

const bytes = (text: string) => Buffer.from(text);
const record = (parts: Partial<NewRecord> = {}): NewRecord => ({
  key: null,
  value: null,
  headers: [],
  timestampMs: 1000,
  ...parts,
});
const binary = Buffer.from([0xff, 0x00, 0xfe]);

/** A cursor over a batch of these records. */
function cursorOver(records: readonly NewRecord[]): RecordCursor {
  const builder = new BatchBuilder();
  for (const each of records) builder.append(each);
  return new RecordCursor().open(builder.build());
}

/** What a style prints for these records, all of partition 2 of the topic orders. */
async function printed(style: PrintStyle, ...records: readonly NewRecord[]): Promise<string> {
  const chunks: (Uint8Array | string)[] = [];
  const printer = recordPrinter(style, chunk => chunks.push(chunk));
  const cursor = records.length > 0 ? cursorOver(records) : undefined;
  while (cursor?.next()) printer.print(cursor, 'orders', 2);
  printer.flush();
  await printer.end();
  return Buffer.concat(chunks.map(chunk => Buffer.from(chunk))).toString('latin1');
}

/** The records that a style reads out of these chunks of stdin. */
async function read(style: Partial<ReadStyle>, ...chunks: (string | Buffer)[]): Promise<NewRecord[]> {
  async function* stdin() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const all: NewRecord[] = [];
  const full = { input: 'lines' as const, headers: [], emptyIsNull: false, ...style };
  for await (const portion of readRecords(stdin(), full, () => 1000)) all.push(...portion);
  return all;
}

describe('an envelope', () => {
  it.each([
    ['text', record({ key: bytes('k'), value: bytes('grüß\n"dich"') })],
    ['nulls', record()],
    ['empty, which is not null', record({ key: bytes(''), value: bytes('') })],
    ['bytes that are not UTF-8', record({ key: binary, value: binary })],
    [
      'headers in order, twice the same, null and binary',
      record({
        headers: [
          { key: 'a', value: bytes('1') },
          { key: 'b', value: null },
          { key: 'a', value: binary },
          { key: '', value: bytes('') },
        ],
      }),
    ],
  ])('brings back %s', (_, original) => {
    const cursor = cursorOver([original]);
    cursor.next();
    const line = JSON.stringify(toEnvelope('orders', 2, cursor));
    expect(fromEnvelope(line, 5000)).toEqual(original);
  });

  it('says where the record was', () => {
    const cursor = cursorOver([record({ value: bytes('a') }), record({ value: bytes('b'), timestampMs: 2000 })]);
    cursor.next();
    cursor.next();
    expect(toEnvelope('orders', 2, cursor)).toEqual({
      topic: 'orders',
      partition: 2,
      offset: 1,
      timestamp: 2000,
      key: null,
      value: 'b',
      headers: [],
    });
  });

  it('may leave out all but what is wanted; the time is now then', () => {
    expect(fromEnvelope('{"value":"v"}', 5000)).toEqual(record({ value: bytes('v'), timestampMs: 5000 }));
  });

  it.each([
    ['nonsense', 'it is not JSON'],
    ['[]', 'it is not a JSON object'],
    ['{"value":{"a":1}}', 'value is not a string or null'],
    ['{"key":7}', 'key is not a string or null'],
    ['{"timestamp":"now"}', 'timestamp is not a number of milliseconds'],
    ['{"headers":{"a":"b"}}', 'headers is not a list'],
    ['{"headers":["a"]}', 'a header is not'],
  ])('%s is refused: %s', (line, message) => {
    expect(() => fromEnvelope(line, 5000)).toThrow(message);
  });
});

describe('records print', () => {
  const one = record({
    key: bytes('k'),
    value: bytes('v'),
    headers: [
      { key: 'a', value: bytes('1') },
      { key: 'b', value: null },
    ],
  });

  it('as values, one a line, byte for byte, null as nothing', async () => {
    expect(await printed({}, one, record({ value: binary }), record())).toBe(`v\n${binary.toString('latin1')}\n\n`);
  });

  it.each([
    ['%t[%p]@%o %T %k=%v\\n', 'orders[2]@0 1000 k=v\n'],
    ['%s|%h|%K,%S|%%\\t\\x41', 'v|a=1,b|1,1|%\tA'],
    ['plain', 'plain'],
  ])('as the format %j says', async (format, expected) => {
    expect(await printed({ format }, one)).toBe(expected);
  });

  it('null keys and values as nothing, with length −1', async () => {
    expect(await printed({ format: '<%k%v%K%S>' }, record())).toBe('<-1-1>');
  });

  it.each(['%z', '%', '\\q', 'a\\'])('not at all when the format is %j', async format => {
    await expect(printed({ format }, one)).rejects.toMatchObject({ name: 'UsageError', where: '--format' });
  });

  it('as JSON, also when there are none', async () => {
    expect(JSON.parse(await printed({ output: 'json' }, one, one))).toHaveLength(2);
    expect(JSON.parse(await printed({ output: 'json' }))).toEqual([]);
  });

  it('as CSV with a header line, also when there are none', async () => {
    expect(await printed({ output: 'csv' }, record({ key: bytes('a,b'), value: bytes('v') }))).toBe(
      'partition,offset,timestamp,key,value,headers\r\n2,0,1000,"a,b",v,\r\n',
    );
    expect(await printed({ output: 'csv' })).toBe('partition,offset,timestamp,key,value,headers\r\n');
  });

  it('as a table', async () => {
    expect(await printed({ output: 'table' }, one)).toBe(
      'PARTITION   OFFSET   TIME                       KEY   VALUE\n' +
        '        2        0   1970-01-01T00:00:01.000Z   k     v\n',
    );
  });

  it('whatever their size', async () => {
    const large = record({ value: Buffer.alloc(1_000_000, 'x') });
    expect(await printed({}, one, large, one)).toHaveLength(2 + 1_000_001 + 2);
    expect(await printed({ output: 'jsonl' }, large)).toContain('x'.repeat(1_000_000));
  });
});

describe('records are read', () => {
  it('one a line, whatever the chunks, and the last without its newline too', async () => {
    expect((await read({}, 'on', 'e\ntwo\n\nthr', 'ee')).map(({ value }) => value?.toString())).toEqual([
      'one',
      'two',
      '',
      'three',
    ]);
    expect(await read({}, 'one\n')).toEqual([record({ value: bytes('one') })]);
    expect(await read({})).toEqual([]);
  });

  it('as bytes', async () => {
    expect(await read({}, Buffer.concat([binary, bytes('\n')]))).toEqual([record({ value: binary })]);
  });

  it('with the key before the first delimiter', async () => {
    expect(await read({ keyDelimiter: '::' }, 'a::b::c\n::v\n')).toEqual([
      record({ key: bytes('a'), value: bytes('b::c') }),
      record({ key: bytes(''), value: bytes('v') }),
    ]);
  });

  it('but not without the delimiter, and the line is named', async () => {
    await expect(read({ keyDelimiter: ':' }, 'a:b\nc\n')).rejects.toMatchObject({
      message: 'line 2: there is no ":" between key and value',
      where: 'stdin, line 2',
    });
  });

  it('with empty values as tombstones when asked', async () => {
    expect(await read({ keyDelimiter: ':', emptyIsNull: true }, 'a:\n')).toEqual([record({ key: bytes('a') })]);
  });

  it('with a key and headers for all', async () => {
    const headers = [{ key: 'h', value: bytes('1') }];
    expect(await read({ key: 'k', headers }, 'v\n')).toEqual([record({ key: bytes('k'), value: bytes('v'), headers })]);
  });

  it('from envelopes, headers added to their own', async () => {
    const headers = [{ key: 'h', value: bytes('1') }];
    expect(await read({ input: 'jsonl', headers }, '{"key":"k","headers":[{"key":"g","value":"0"}]}\n')).toEqual([
      record({ key: bytes('k'), headers: [{ key: 'g', value: bytes('0') }, ...headers] }),
    ]);
    await expect(read({ input: 'jsonl' }, '{}\n{"key":1}\n')).rejects.toThrow('line 2: key is not a string or null');
  });
});
