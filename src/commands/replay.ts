import type { Interfaces } from '@oclif/core';
import { boolean, integer, string } from '@oclif/core/flags';
import { changeFlags, clusterFlags, durationFlag, outputFlags, rateFlag, timeFlag } from '../cli/flags.ts';
import { nullKeyFlag } from '../cli/null-key-flag.ts';
import { recordPrinter } from '../cli/records/printer.ts';
import { RelayCommand } from '../cli/relay-command.ts';
import { type Asked, type Task, taskOf } from '../cli/replay-task.ts';
import { offsetsView, replayView } from '../cli/replay-view.ts';
import { requireComplete, verdictLine, verdictView } from '../cli/verdict-view.ts';
import type { Cluster } from '../kafka/index.ts';
import { readRanges } from '../operations/consume.ts';
import { keepOffsets, type OffsetRow, readKeptOffsets } from '../operations/offsets-file.ts';
import { collectReplay } from '../relay/replay/collect.ts';
import { openReplay, requireTarget } from '../relay/replay/open.ts';
import { planReplay, type ReplayRow, rangesOf } from '../relay/replay/plan.ts';
import { commitsOf, requireEmpty, requireKnown, setCommits } from '../relay/replay/rewind.ts';
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
    topic: string({ exclusive: ['undo'], summary: 'the topic to read again' }),
    'from-time': timeFlag({
      exclusive: ['undo', 'resume'],
      summary: 'from the first record at or after this time, in the order of offsets',
    }),
    'to-time': timeFlag({
      exclusive: ['undo', 'resume'],
      summary: 'up to, and without, the first record at or after this time',
    }),
    group: string({ summary: 'rewind this group' }),
    to: string({ helpValue: 'TOPIC', summary: 'copy the range to this topic, by key' }),
    print: boolean({ summary: 'print the records' }),
    undo: string({ helpValue: 'FILE', summary: 'put back the commits that a rewind has saved' }),
    'wait-empty': durationFlag({
      default: 0,
      exclusive: ['to', 'print'],
      summary: 'wait so long for the members of the group to leave',
    }),
    create: boolean({ dependsOn: ['to'], exclusive: ['resume'], summary: 'create the topic of --to' }),
    partitions: integer({
      min: 1,
      dependsOn: ['create'],
      summary: "of the topic to create; the source's number when left out",
    }),
    'null-key': nullKeyFlag(['group', 'print', 'undo', 'resume']),
    'max-rate': rateFlag({ dependsOn: ['to'], summary: 'copy at most so many bytes a second' }),
    resume: boolean({ summary: 'go on with an interrupted copy of the same topic to the same target' }),
    format: string({ char: 'f', dependsOn: ['print'], summary: "how to print a record, as kcat's -f" }),
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
    await requireKnown(cluster, group);
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
    const undo = keepOffsets(before);
    await requireEmpty(cluster, group, flags['wait-empty'], this.signal);
    await setCommits(cluster, offsets);
    const done = { ...result, changed: true, undo };
    if (flags.output !== 'table') await this.show(done, replayView(done.partitions), flags);
    this.note(`Group ${group} reads ${topic} again from ${result.from}. The way back: mq replay --undo ${undo}`);
    return done;
  }

  private async undo(cluster: Cluster, file: string, flags: Flags): Promise<UndoResult> {
    const offsets = readKeptOffsets(file);
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
    const create = flags.create ? (flags.partitions ?? result.partitions.length) : undefined;
    if (create === undefined) await requireTarget(cluster, target);
    const ranges = rangesOf(result.partitions);
    if (ranges.length === 0 || flags['dry-run']) return this.show(result, replayView(result.partitions), flags);
    const clusterId = (await cluster.metadata([])).clusterId ?? '';
    const tickets = new TicketDirectory();
    this.requireNoneUnfinished(tickets, { kind: 'replay', clusterId, topic, group: null, target });
    if (flags.output === 'table') await this.show(result, replayView(result.partitions), flags);
    if (!(await this.confirm(`Copy the range to ${target}?`, flags))) return result;
    const nullKey = flags['null-key'];
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

type Flags = Interfaces.InferredFlags<typeof Replay.flags>;
