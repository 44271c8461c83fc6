import { boolean, integer, string } from '@oclif/core/flags';
import { UsageError } from '../cli/errors.ts';
import {
  type ChangeFlags,
  changeFlags,
  clusterFlags,
  durationFlag,
  type OutputFlags,
  outputFlags,
  rateFlag,
  timeFlag,
} from '../cli/flags.ts';
import { recordPrinter } from '../cli/records/printer.ts';
import { RelayCommand } from '../cli/relay-command.ts';
import { offsetsView, replayView } from '../cli/replay-view.ts';
import { requireComplete, verdictLine, verdictView } from '../cli/verdict-view.ts';
import type { Cluster } from '../kafka/index.ts';
import type { PointInTime } from '../lib/time.ts';
import { readRanges } from '../operations/consume.ts';
import { type OffsetRow, readOffsetsFile, writeUndoFile } from '../relay/offsets-file.ts';
import type { NullKey } from '../relay/placement.ts';
import { collectReplay } from '../relay/replay/collect.ts';
import { openReplay } from '../relay/replay/open.ts';
import { planReplay, type ReplayRow, rangesOf } from '../relay/replay/plan.ts';
import { commitsOf, requireEmpty, setCommits } from '../relay/replay/rewind.ts';
import { type Ticket, TicketDirectory } from '../relay/ticket.ts';
import type { Verdict } from '../relay/verify.ts';

export interface ReplayResult {
  readonly topic: string;
  /** UTC; null when an interrupted copy goes on, whose range is in its ticket. */
  readonly from: string | null;
  readonly to: string | null;
  readonly partitions: readonly ReplayRow[];
  readonly changed: boolean;
  /** Brings the old commits back: mq replay --undo FILE. */
  readonly undo: string | null;
  readonly verification: Verdict | null;
}

export interface UndoResult {
  readonly offsets: readonly OffsetRow[];
  readonly changed: boolean;
}

export default class Replay extends RelayCommand<ReplayResult | UndoResult> {
  static override summary = 'Read a topic again from a point in time: rewind a group, copy the range, or print it';
  static override description =
    'Always shows a table of partitions: the commit now, where the time leads, how many offsets that is, the first timestamp found, and ' +
    'the outcome: exact, clamped to start (older records are gone), no newer record, or unchanged. A group is rewound by a plain ' +
    'OffsetCommit while it is empty, never moved forward, and its old commits are kept in a file for --undo. Times: ISO with or ' +
    'without a zone (then local), epoch s or ms, -2h, PT6H.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders --from-time 2026-11-21T10:00 --group billing --wait-empty 60s',
    '<%= config.bin %> <%= command.id %> --topic orders --from-time=-2h --to-time=-1h --to orders-again',
    '<%= config.bin %> <%= command.id %> --topic orders --from-time PT15M --print --output jsonl',
    '<%= config.bin %> <%= command.id %> --undo ~/.local/state/mq/undo/billing.orders.1795255200000.csv',
  ];
  static override flags = {
    topic: string({ summary: 'the topic to read again' }),
    'from-time': timeFlag({ summary: 'from the first record at or after this time, in the order of offsets' }),
    'to-time': timeFlag({ summary: 'up to, and without, the first record at or after this time' }),
    group: string({ summary: 'rewind this group' }),
    to: string({ helpValue: 'TOPIC', summary: 'copy the range to this topic, by key' }),
    print: boolean({ summary: 'print the records' }),
    undo: string({ helpValue: 'FILE', summary: 'put back the commits that a rewind has saved' }),
    'wait-empty': durationFlag({ default: 0, summary: 'wait so long for the members of the group to leave' }),
    create: boolean({ summary: 'create the topic of --to' }),
    partitions: integer({ min: 1, summary: "of the topic to create; the source's number when left out" }),
    'null-key': string({
      default: 'spread',
      options: ['spread', 'by-source'],
      summary: 'records without a key: over all partitions, or those of a source partition together and in order',
    }),
    'max-rate': rateFlag({ summary: 'copy at most so many bytes a second' }),
    resume: boolean({ summary: 'go on with an interrupted copy of the same topic to the same target' }),
    format: string({ char: 'f', summary: "how to print a record, as kcat's -f" }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ReplayResult | UndoResult> {
    const { flags } = await this.parse(Replay);
    const task = taskOf(flags);
    return this.withCluster<ReplayResult | UndoResult>(flags, async cluster => {
      switch (task.do) {
        case 'undo':
          return this.undo(cluster, task.file, flags);
        case 'rewind':
          return this.rewind(cluster, task, flags);
        case 'copy':
          return this.copy(cluster, task, flags);
        case 'go on':
          return this.goOn(cluster, task, flags);
        case 'print':
          return this.printRange(cluster, task, flags);
      }
    });
  }

  private async rewind(cluster: Cluster, task: Task<'rewind'>, flags: Flags): Promise<ReplayResult> {
    const { topic, group } = task;
    const result = await this.plan(cluster, task, flags, group);
    const offsets = result.partitions.flatMap(({ partition, target }) =>
      target === null ? [] : [{ group, topic, partition, offset: target }],
    );
    const shown = () => this.show(result, replayView(result.partitions), flags);
    if (offsets.length === 0 || flags['dry-run']) return shown();
    await requireEmpty(cluster, group, flags['wait-empty'], this.signal);
    if (flags.output === 'table') await shown();
    if (!(await this.confirm(`Rewind group ${group} in ${offsets.length} partition(s) of ${topic}?`, flags)))
      return result;
    const before = await commitsOf(
      cluster,
      group,
      topic,
      offsets.map(({ partition }) => partition),
    );
    const undo = writeUndoFile(before);
    await requireEmpty(cluster, group, flags['wait-empty'], this.signal);
    await setCommits(cluster, offsets);
    const done = { ...result, changed: true, undo };
    if (flags.output !== 'table') await this.show(done, replayView(done.partitions), flags);
    this.note(`Group ${group} reads ${topic} again from ${result.from}. The way back: mq replay --undo ${undo}`);
    return done;
  }

  private async undo(cluster: Cluster, file: string, flags: Flags): Promise<UndoResult> {
    const offsets = readOffsetsFile(file);
    const groups = [...new Set(offsets.map(({ group }) => group))];
    for (const group of groups) await requireEmpty(cluster, group, flags['wait-empty'], this.signal);
    const question = `Put back ${offsets.length} commit(s) of ${groups.join(', ')}?`;
    const changed = !flags['dry-run'] && (await this.confirm(question, flags));
    if (changed) await setCommits(cluster, offsets);
    return this.show({ offsets, changed }, offsetsView(offsets), flags);
  }

  private async copy(cluster: Cluster, task: Task<'copy'>, flags: Flags): Promise<ReplayResult> {
    const { topic, target } = task;
    const result = await this.plan(cluster, task, flags);
    const ranges = rangesOf(result.partitions);
    if (ranges.length === 0 || flags['dry-run']) return this.show(result, replayView(result.partitions), flags);
    const clusterId = (await cluster.metadata([])).clusterId ?? '';
    const tickets = new TicketDirectory();
    this.requireNoneUnfinished(tickets, { kind: 'replay', clusterId, topic, group: null, target });
    if (flags.output === 'table') await this.show(result, replayView(result.partitions), flags);
    if (!(await this.confirm(`Copy the range to ${target}?`, flags))) return result;
    const create = flags.create ? (flags.partitions ?? result.partitions.length) : undefined;
    const nullKey = flags['null-key'] as NullKey;
    const ticket = await openReplay(cluster, { clusterId, topic, target, create, nullKey, ranges }, tickets);
    return this.finish(cluster, ticket, tickets, result, flags);
  }

  private async goOn(cluster: Cluster, { topic, target }: Task<'go on'>, flags: Flags): Promise<ReplayResult> {
    const clusterId = (await cluster.metadata([])).clusterId ?? '';
    const tickets = new TicketDirectory();
    const ticket = this.resumed(tickets, { kind: 'replay', clusterId, topic, group: null, target });
    const result = { ...unplanned, topic };
    if (flags['dry-run']) {
      this.note(`Would go on with ${tickets.fileOf(ticket)}.`);
      return result;
    }
    tickets.save(ticket);
    return this.finish(cluster, ticket, tickets, result, flags);
  }

  private async finish(cluster: Cluster, ticket: Ticket, tickets: TicketDirectory, result: ReplayResult, flags: Flags) {
    const { source, target, resumed } = ticket;
    const again = `mq replay --topic ${source.topic} --to ${target.topic} --resume`;
    const job = { tickets, maxBytesPerSec: flags['max-rate'], follow: false, again };
    const { verification } = await this.carryOut(cluster, ticket, job);
    const done = { ...result, changed: true, verification };
    await this.show(done, verdictView(verification), flags);
    this.note(verdictLine(verification, resumed));
    requireComplete(verification, resumed, 'the same replay');
    return done;
  }

  /** The table goes to stderr here: stdout is for the records. */
  private async printRange(cluster: Cluster, task: Task<'print'>, flags: Flags): Promise<ReplayResult> {
    const result = await this.plan(cluster, task, flags);
    await this.tell(replayView(result.partitions));
    const output = flags.output === 'table' ? undefined : flags.output;
    const printer = recordPrinter({ format: flags.format, output }, chunk => this.print(chunk));
    const options = { topic: task.topic, partitions: rangesOf(result.partitions), signal: this.signal };
    await readRanges(
      cluster,
      { ...options, isolation: 'read_committed' },
      {
        record: (cursor, partition) => printer.print(cursor, task.topic, partition),
        portion: async () => printer.flush(),
      },
    );
    await printer.end();
    return result;
  }

  private async plan(
    cluster: Cluster,
    { topic, from, to }: Asked,
    flags: Flags,
    group?: string,
  ): Promise<ReplayResult> {
    const until = to === undefined ? '' : ` to ${to.utc}`;
    if (flags.output === 'table') this.note(`From ${from.utc}${until}`);
    const found = await collectReplay(cluster, { topic, group, fromMs: from.epochMs, toMs: to?.epochMs });
    const partitions = planReplay(found, from.epochMs, group === undefined ? 'range' : 'rewind');
    return { ...unplanned, topic, from: from.utc, to: to?.utc ?? null, partitions };
  }
}

const unplanned = { from: null, to: null, partitions: [], changed: false, undo: null, verification: null } as const;

interface Asked {
  readonly topic: string;
  readonly from: PointInTime;
  readonly to: PointInTime | undefined;
}

type AnyTask =
  | { readonly do: 'undo'; readonly file: string }
  | (Asked & { readonly do: 'rewind'; readonly group: string })
  | (Asked & { readonly do: 'copy'; readonly target: string })
  | (Asked & { readonly do: 'print' })
  | { readonly do: 'go on'; readonly topic: string; readonly target: string };
type Task<Do extends AnyTask['do']> = Extract<AnyTask, { readonly do: Do }>;

interface Flags extends ChangeFlags, OutputFlags {
  topic?: string | undefined;
  'from-time'?: PointInTime | undefined;
  'to-time'?: PointInTime | undefined;
  group?: string | undefined;
  to?: string | undefined;
  print: boolean;
  undo?: string | undefined;
  'wait-empty': number;
  create: boolean;
  partitions?: number | undefined;
  'null-key': string;
  'max-rate'?: number | undefined;
  resume: boolean;
  format?: string | undefined;
}

/** Which of the four is asked for. Throws UsageError for what does not go together. */
function taskOf(flags: Flags): AnyTask {
  const chosen = (['group', 'to', 'print', 'undo'] as const).filter(name => flags[name]);
  if (chosen.length !== 1)
    throw new UsageError(
      `replay takes one of --group, --to, --print and --undo, not ${chosen.map(name => `--${name}`).join(' and ') || 'none'}`,
      {
        advice: [
          '--group G rewinds the group',
          '--to TOPIC copies the range',
          '--print shows it',
          '--undo FILE takes a rewind back',
        ],
      },
    );
  const { topic, group, to: target, undo } = flags;
  if (undo !== undefined) return { do: 'undo', file: undo };
  if (topic === undefined) throw new UsageError('replay needs --topic', { where: '--topic', advice: 'mq topic list' });
  if (flags.resume && target !== undefined) return { do: 'go on', topic, target };
  if (flags.resume)
    throw new UsageError('--resume goes on with a copy', { where: '--resume', advice: 'add --to TOPIC' });
  const from = flags['from-time'];
  const to = flags['to-time'];
  if (from === undefined)
    throw new UsageError('replay needs --from-time', {
      where: '--from-time',
      advice: ['--from-time 2026-11-21T10:00', '--from-time=-2h'],
    });
  if (to !== undefined && to.epochMs <= from.epochMs)
    throw new UsageError(`--to-time ${to.utc} is not after --from-time ${from.utc}`, { where: '--to-time' });
  if (group !== undefined && to !== undefined)
    throw new UsageError('a group cannot be told to stop at a time', {
      where: '--to-time',
      advice: 'copy the range with --to TOPIC and let a group read that',
    });
  if (target === topic)
    throw new UsageError('--to is the source itself', { where: '--to', advice: 'name another topic' });
  const asked = { topic, from, to };
  if (group !== undefined) return { ...asked, do: 'rewind', group };
  return target === undefined ? { ...asked, do: 'print' } : { ...asked, do: 'copy', target };
}
