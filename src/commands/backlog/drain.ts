import type { Interfaces } from '@oclif/core';
import { boolean, integer, string } from '@oclif/core/flags';
import { drainView } from '../../cli/drain-view.ts';
import { UsageError } from '../../cli/errors.ts';
import { changeFlags, clusterFlags, outputFlags, rateFlag } from '../../cli/flags.ts';
import { nullKeyFlag } from '../../cli/null-key-flag.ts';
import { RelayCommand } from '../../cli/relay-command.ts';
import { requireComplete, verdictLine, verdictView } from '../../cli/verdict-view.ts';
import type { Cluster } from '../../kafka/index.ts';
import { count } from '../../lib/counted.ts';
import { Failure } from '../../lib/failure.ts';
import { collectEvidence } from '../../relay/drain/collect.ts';
import { cutOver } from '../../relay/drain/cut-over.ts';
import { offsetsFiles, openDrain } from '../../relay/drain/open.ts';
import { type DrainPlan, planDrain } from '../../relay/drain/plan.ts';
import type { Relayed } from '../../relay/relay.ts';
import { progressGroup, type Ticket, TicketDirectory } from '../../relay/ticket.ts';
import type { Verdict } from '../../relay/verify.ts';

export interface DrainResult {
  readonly plan: DrainPlan | null;
  readonly ticket: string | null;
  readonly progressGroup: string | null;
  readonly moved: Relayed | null;
  readonly verification: Verdict | null;
  readonly cutOver: readonly string[];
}

export default class BacklogDrain extends RelayCommand<DrainResult> {
  static override summary = "Move a group's backlog to a wide topic, by key, resumable and verified";
  static override description =
    'Shows the plan first: what each partition has left, the target, the risks. Then moves exactly the range frozen at the start, from the ' +
    "group's commits to the ends, with Java's murmur2 by key; keys, values, headers and timestamps stay, three headers mq.orig.* are added. " +
    'A position is committed, to a group of its own, only after every record before it is acknowledged. At the end the target is read ' +
    'back and held against the promise. Interrupted at any point, --resume goes on.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --to orders-wide --create --partitions 24 --dry-run',
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --to orders-wide --max-rate 50MB/s --yes',
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --to orders-wide --resume',
  ];
  static override flags = {
    topic: string({ required: true, summary: 'the topic with the backlog' }),
    group: string({ required: true, summary: 'the group that is behind' }),
    to: string({ required: true, helpValue: 'TOPIC', summary: 'the wide topic' }),
    create: boolean({ summary: 'create the target, with settings that keep the backlog' }),
    partitions: integer({ min: 1, summary: 'of the target to create' }),
    'replication-factor': integer({
      min: 1,
      dependsOn: ['create'],
      summary: "of the target to create; the source's when left out",
    }),
    'null-key': nullKeyFlag(['resume']),
    'max-rate': rateFlag({ summary: 'at most so many bytes of the source a second' }),
    follow: boolean({ summary: 'go on with new records after the frozen range, until Ctrl-C' }),
    shadow: boolean({
      exclusive: ['resume'],
      summary: 'drain although the group has members that consume the same records',
    }),
    resume: boolean({ summary: 'go on with an interrupted drain of the same topic, group and target' }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<DrainResult> {
    const { flags } = await this.parse(BacklogDrain);
    if (flags.resume && (flags.create || flags.partitions !== undefined))
      throw new UsageError('--resume goes on with the target as it is', {
        where: '--create, --partitions',
        advice: 'leave them out',
      });
    if (!flags.create && flags.partitions !== undefined)
      throw new UsageError('--partitions is for a target to create', {
        where: '--partitions',
        advice: 'add --create, or leave it out',
      });
    return this.withCluster(flags, cluster =>
      flags.resume ? this.resume(cluster, flags) : this.start(cluster, flags),
    );
  }

  private async start(cluster: Cluster, flags: Flags): Promise<DrainResult> {
    const { topic, group, to: target } = flags;
    const nullKey = flags['null-key'];
    const tickets = new TicketDirectory();
    const evidence = await collectEvidence(cluster, { topic, group, target });
    const plan = planDrain(evidence, {
      target,
      create: flags.create,
      partitions: flags.partitions,
      replicationFactor: flags['replication-factor'],
      nullKey,
      shadow: flags.shadow,
    });
    const planned = { ...nothingYet, plan };
    if (flags['dry-run'] || flags.output === 'table') await this.show(planned, drainView(plan), flags);
    requireNoRefusal(plan);
    if (flags['dry-run']) return planned;
    const { clusterId } = evidence;
    this.requireNoneUnfinished(tickets, { kind: 'drain', clusterId, topic, group, target });
    const question = `Move ${count(plan.records)} offsets of ${topic} to ${target}?`;
    if (!(await this.confirm(question, flags))) return planned;
    const ticket = await openDrain(cluster, plan, { clusterId, topic, group, nullKey }, tickets);
    return this.finish(cluster, ticket, tickets, flags, plan);
  }

  private async resume(cluster: Cluster, flags: Flags): Promise<DrainResult> {
    const { topic, group, to: target } = flags;
    const tickets = new TicketDirectory();
    const { clusterId } = await cluster.metadata([]);
    const ticket = this.resumed(tickets, { kind: 'drain', clusterId: clusterId ?? '', topic, group, target });
    if (flags['dry-run']) {
      this.note(`Would go on with ${tickets.fileOf(ticket)}.`);
      return { ...nothingYet, ticket: tickets.fileOf(ticket), progressGroup: progressGroup(ticket) };
    }
    tickets.save(ticket);
    return this.finish(cluster, ticket, tickets, flags, null);
  }

  private async finish(
    cluster: Cluster,
    ticket: Ticket,
    tickets: TicketDirectory,
    flags: Flags,
    plan: DrainPlan | null,
  ) {
    const { source, target, resumed } = ticket;
    const again = `mq backlog drain --topic ${source.topic} --group ${source.group} --to ${target.topic} --resume`;
    const done = await this.carryOut(cluster, ticket, {
      tickets,
      maxBytesPerSec: flags['max-rate'],
      follow: flags.follow,
      again,
    });
    const steps = cutOver(ticket, offsetsFiles(tickets, ticket));
    const result = {
      plan,
      ticket: tickets.fileOf(ticket),
      progressGroup: progressGroup(ticket),
      ...done,
      cutOver: steps,
    };
    await this.show(result, verdictView(done.verification), flags);
    this.note(verdictLine(done.verification, resumed));
    requireComplete(done.verification, resumed, 'the same drain');
    if (flags.output === 'table')
      this.note(['', 'Cut over:', ...steps.map((line, index) => `  ${index + 1}. ${line}`)].join('\n'));
    return result;
  }
}

const nothingYet: DrainResult = {
  plan: null,
  ticket: null,
  progressGroup: null,
  moved: null,
  verification: null,
  cutOver: [],
};

type Flags = Interfaces.InferredFlags<typeof BacklogDrain.flags>;

function requireNoRefusal({ refusals }: DrainPlan): void {
  const [first, ...rest] = refusals;
  if (first === undefined) return;
  const all = [first, ...rest];
  throw new Failure(all.map(({ what }) => what).join('; '), { code: 'REFUSED', advice: all.map(({ goOn }) => goOn) });
}
