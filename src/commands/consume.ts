import { boolean, integer, option, string } from '@oclif/core/flags';
import { argument } from '../cli/args.ts';
import { MqCommand } from '../cli/command.ts';
import { UsageError } from '../cli/errors.ts';
import { clusterFlags, recordOutputFlags } from '../cli/flags.ts';
import { counted } from '../cli/meter.ts';
import { positionFlag } from '../cli/position-flag.ts';
import { recordPrinter } from '../cli/records/printer.ts';
import { readTopic } from '../operations/consume.ts';

/** Its JSON result, a list of RecordEnvelope, is written as it comes and never held. */
export default class Consume extends MqCommand<void> {
  static override summary = 'Read records to stdout';
  static override description =
    'Values, one a line, from the earliest record on, until Ctrl-C; --exit stops at the end as it is at the start. Nothing is ' +
    'committed and no group is joined. --output jsonl keeps keys, nulls, headers, timestamps and bytes that are not text.';
  static override examples = [
    { description: 'What is there now', command: '<%= config.bin %> <%= command.id %> orders --exit' },
    {
      description: 'The last ten of each partition, and what comes',
      command: '<%= config.bin %> <%= command.id %> orders --from -10',
    },
    {
      description: 'An hour of yesterday, with keys',
      command:
        "<%= config.bin %> <%= command.id %> orders --from 2026-11-20T10:00 --to 2026-11-20T11:00 --format '%k=%v\\n'",
    },
    {
      description: 'One record with everything it has',
      command: '<%= config.bin %> <%= command.id %> orders --max-records 1 --output jsonl',
    },
  ];
  static override args = { topic: argument({ required: true, description: 'the topic to read' }) };
  static override flags = {
    from: positionFlag({ summary: 'earliest, latest, an offset, -N for the last N of each partition, or a time' }),
    to: positionFlag({ summary: 'stop before this offset or time; end stops at the end as it is now' }),
    exit: boolean({ char: 'e', exclusive: ['to'], summary: 'the same as --to end' }),
    'max-records': integer({ char: 'n', min: 1, helpValue: 'N', summary: 'stop after so many records' }),
    partition: integer({
      char: 'p',
      min: 0,
      helpValue: 'N',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'only this partition; may be repeated',
    }),
    isolation: option({
      options: ['read_uncommitted', 'read_committed'] as const,
      default: 'read_uncommitted',
      summary: 'whether records of open and aborted transactions are read',
    })(),
    format: string({
      char: 'f',
      helpValue: 'TEXT',
      exclusive: ['output'],
      summary: '%k key %v value %h headers %t topic %p partition %o offset %T timestamp %K %S lengths, \\n \\t \\xNN',
    }),
    ...clusterFlags,
    ...recordOutputFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Consume);
    const to = flags.exit ? ({ kind: 'latest' } as const) : flags.to;
    const { output, format } = flags;
    if (output === 'table' && !to && flags['max-records'] === undefined) {
      throw new UsageError('a table is drawn when its last record is known', {
        where: '--output table',
        advice: ['--exit', '--max-records 20'],
      });
    }
    const printer = recordPrinter({ output, format }, chunk => this.print(chunk));
    const range = {
      topic: args.topic,
      partitions: flags.partition,
      from: flags.from ?? ({ kind: 'earliest' } as const),
      to,
      isolation: flags.isolation,
      maxRecords: flags['max-records'],
      signal: this.signal,
    };
    const read = await this.withCluster(flags, cluster =>
      readTopic(cluster, range, {
        record: (cursor, partition) => printer.print(cursor, args.topic, partition),
        portion: () => {
          printer.flush();
          return this.printed();
        },
      }),
    );
    await printer.end();
    if (process.stderr.isTTY) this.note(counted(read, 'records'));
  }
}
