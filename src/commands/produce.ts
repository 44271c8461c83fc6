import { boolean, integer, option, string } from '@oclif/core/flags';
import { argument } from '../cli/args.ts';
import { MqCommand } from '../cli/command.ts';
import { UsageError } from '../cli/errors.ts';
import { clusterFlags, outputFlags } from '../cli/flags.ts';
import type { Column, View } from '../cli/output.ts';
import type { Report } from '../cli/progress.ts';
import { readRecords } from '../cli/records/reader.ts';
import { type Produced, produce } from '../operations/produce.ts';
import type { Header } from '../protocol/records/cursor.ts';

export default class Produce extends MqCommand<Produced> {
  static override summary = 'Write records from stdin, one a line';
  static override description =
    "Records go where Java's producer would put them: by murmur2 of the key, without a key to one partition after another, " +
    'idempotent and acknowledged by all in-sync replicas. The topic has to exist. Nothing is printed on stdout unless --output asks for it.';
  static override examples = [
    { description: 'A value a line', command: "printf 'one\\ntwo\\n' | <%= config.bin %> <%= command.id %> orders" },
    {
      description: 'Keys before a colon, and a header',
      command: "echo 'k1:v1' | <%= config.bin %> <%= command.id %> orders --key-delimiter : --header source=test",
    },
    {
      description: 'A tombstone',
      command: "echo 'k1:' | <%= config.bin %> <%= command.id %> orders --key-delimiter : --null-value",
    },
    {
      description: 'Copy records with everything they have',
      command:
        '<%= config.bin %> consume orders --exit --output jsonl | <%= config.bin %> <%= command.id %> copy --input jsonl',
    },
  ];
  static override args = { topic: argument({ required: true, description: 'the topic to write to' }) };
  static override flags = {
    input: option({
      char: 'i',
      options: ['lines', 'jsonl'] as const,
      default: 'lines',
      summary: 'lines, or what consume --output jsonl writes',
    })(),
    key: string({ char: 'k', helpValue: 'KEY', exclusive: ['key-delimiter'], summary: 'the key of every record' }),
    'key-delimiter': string({ char: 'K', helpValue: 'TEXT', summary: 'divides key from value in each line' }),
    header: string({
      char: 'H',
      helpValue: 'KEY=VALUE',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'a header of every record',
    }),
    'null-value': boolean({
      char: 'Z',
      summary: 'an empty value is a null, which deletes its key in a compacted topic',
    }),
    partition: integer({ char: 'p', min: 0, helpValue: 'N', summary: 'write to this partition, whatever the key' }),
    compression: option({
      char: 'z',
      options: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const,
      default: 'none',
      summary: 'compress batches',
    })(),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<Produced> {
    const { args, flags } = await this.parse(Produce);
    const style = {
      input: flags.input,
      key: flags.key,
      keyDelimiter: delimiterOf(flags),
      headers: (flags.header ?? []).map(headerOf),
      emptyIsNull: flags['null-value'],
    };
    const { partition, compression } = flags;
    const write = (report: Report) =>
      this.withCluster(
        flags,
        cluster =>
          produce(cluster, readRecords(this.input(), style, Date.now), {
            topic: args.topic,
            partition,
            compression,
            onProgress: ({ records, bytes }) => report({ done: records, unit: 'records', bytes }),
          }),
        {}, // after Ctrl-C the records already read are still written
      );
    const produced = await this.step(`Writing to ${args.topic}`, write, { live: !this.typing() });
    if (flags.output !== 'table') await this.show(produced, viewOf(produced), flags);
    this.signal.throwIfAborted();
    return produced;
  }

  /** Whether a person types the records: then a live line would be in the way. */
  private typing(): boolean {
    const typing = process.stdin.isTTY;
    if (typing) this.note('A record a line, Ctrl-D ends.');
    return typing;
  }
}

function viewOf(produced: Produced): View {
  const columns: Column<Produced['partitions'][number]>[] = [
    { header: 'partition', value: row => row.partition },
    { header: 'records', value: row => row.records },
    { header: 'first offset', value: row => row.firstOffset },
    { header: 'last offset', value: row => row.lastOffset },
  ];
  return { sections: [], csv: { rows: produced.partitions, columns } };
}

function delimiterOf(flags: { input: string; 'key-delimiter'?: string | undefined }): string | undefined {
  const delimiter = flags['key-delimiter'];
  if (delimiter === '')
    throw new UsageError('--key-delimiter needs at least one character', { where: '--key-delimiter' });
  if (delimiter !== undefined && flags.input === 'jsonl') {
    throw new UsageError('--key-delimiter is for lines; a JSON envelope names its key', { where: '--key-delimiter' });
  }
  return delimiter?.replaceAll('\\t', '\t');
}

/** kcat writes k=v, kaf k:v; whichever comes first divides. */
function headerOf(text: string): Header {
  const at = text.search(/[=:]/);
  if (at < 1)
    throw new UsageError(`--header takes KEY=VALUE, not "${text}"`, {
      where: '--header',
      advice: '--header trace=4711',
    });
  return { key: text.slice(0, at), value: Buffer.from(text.slice(at + 1)) };
}
