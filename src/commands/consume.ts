import { boolean, integer, option, string } from '@oclif/core/flags';
import { argument } from '../cli/args.ts';
import { MqCommand } from '../cli/command.ts';
import { UsageError } from '../cli/errors.ts';
import { clusterFlags, recordOutputFlags } from '../cli/flags.ts';
import { positionFlag } from '../cli/position-flag.ts';
import { recordPrinter } from '../cli/records/printer.ts';
import { counted } from '../lib/counted.ts';
import { formatTime } from '../lib/time.ts';
import { type MemberReading, readAsMember, readTopic } from '../operations/consume.ts';
import type { Position } from '../operations/position.ts';
import type { RecordCursor } from '../protocol/records/cursor.ts';

/** Its JSON result, a list of RecordEnvelope, is written as it comes and never held. */
export default class Consume extends MqCommand<void> {
  static override summary = 'Read records to stdout';
  static override description =
    'Values, one a line, from the earliest record on, until Ctrl-C; --exit stops at the end as it is at the start. Nothing is ' +
    'committed and no group is joined unless asked. --output jsonl keeps keys, nulls, headers, timestamps and bytes that are not text.';
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
      description: 'Work off what a group has not read',
      command: '<%= config.bin %> <%= command.id %> orders --group audit --commit --exit',
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
    group: string({
      char: 'g',
      helpValue: 'GROUP',
      exclusive: ['partition'],
      summary: 'read as a member of this group, from its commits on',
    }),
    commit: boolean({ dependsOn: ['group'], summary: 'commit what was printed; never done unless asked' }),
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
    const { topic } = args;
    const to = flags.exit ? ({ kind: 'latest' } as const) : flags.to;
    if (flags.output === 'table' && !to && flags['max-records'] === undefined) {
      throw new UsageError('a table is drawn when its last record is known', {
        where: '--output table',
        advice: ['--exit', '--max-records 20'],
      });
    }
    const printer = recordPrinter(flags, chunk => this.print(chunk));
    const visitor = {
      record: (cursor: RecordCursor, partition: number) => printer.print(cursor, topic, partition),
      portion: () => {
        printer.flush();
        return this.printed();
      },
    };
    const common = { topic, isolation: flags.isolation, maxRecords: flags['max-records'], signal: this.signal };
    const from = flags.from ?? { kind: 'earliest' };
    const onBeyondEnd = (endOffset: number) => this.note(beyondEndText(topic, from, endOffset, to !== undefined));
    const member =
      flags.group === undefined ? undefined : { group: flags.group, commit: flags.commit, ...memberRange(from, to) };
    const reading = this.withCluster(flags, cluster =>
      member
        ? readAsMember(cluster, { ...common, ...member }, visitor)
        : readTopic(cluster, { ...common, partitions: flags.partition, from, to, onBeyondEnd }, visitor),
    );
    const read = await reading.catch(async error => {
      if (this.signal.aborted) await printer.end(); // what was read until Ctrl-C is a whole document too
      throw error;
    });
    await printer.end();
    if (process.stderr.isTTY) this.note(counted(read, 'record'));
  }
}

function beyondEndText(topic: string, from: Position, endOffset: number, isBounded: boolean): string {
  const next = isBounded ? 'nothing to read' : 'waiting for what comes';
  if (from.kind === 'time') return `${topic} has no record from ${formatTime(from.epochMs)} on: ${next}`;
  const offset = from.kind === 'offset' ? from.offset : endOffset;
  return `no partition of ${topic} has an offset ${offset} yet, the longest ends at ${endOffset}: ${next}`;
}

/** A member reads on from the group's commits: what can be said is where to begin without one, and whether to stop at the end. */
function memberRange(from: Position, to: Position | undefined): Pick<MemberReading, 'from' | 'toEnd'> {
  if (from.kind !== 'earliest' && from.kind !== 'latest') {
    throw new UsageError('a group reads on from its commits; --from says only where to begin without one', {
      where: '--from',
      advice: [
        '--from earliest or --from latest',
        'without --group, to read from there',
        'mq replay, to set the group back',
      ],
    });
  }
  if (to && to.kind !== 'latest') {
    throw new UsageError('a group is read to the end or for ever', { where: '--to', advice: '--exit' });
  }
  return { from: from.kind, toEnd: to !== undefined };
}
