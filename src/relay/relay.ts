/**
 * A relay from its ticket: move what is left of the frozen ranges, then verify. Every step can be interrupted; the ticket and
 * the offsets of its progress group say how to go on. A drain and a replay into a topic are both this.
 */

import type { Cluster } from '../kafka/cluster.ts';
import { commitOffsets, committedOffsets } from '../kafka/committed-offsets.ts';
import { listOffsets } from '../kafka/offsets.ts';
import { endsOf } from './ends.ts';
import type { Found } from './found.ts';
import { type Moved, move, type Progress } from './move.ts';
import { placeByKey } from './placement.ts';
import type { Position } from './positions.ts';
import { offsetsIn, type Range } from './range.ts';
import { progressGroup, type Ticket, type TicketDirectory } from './ticket.ts';
import { topicConfig } from './topic-config.ts';
import { judge, promisedRecords, readBack, type Verdict } from './verify.ts';

/** max.message.bytes of a topic that does not say otherwise (Kafka: LogConfig). */
const DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

/** Ctrl-C ends what waits, but not a checkpoint under way: it is what makes stopping safe. */
const uninterrupted = { signal: new AbortController().signal };

export interface RelayOptions {
  readonly tickets: TicketDirectory;
  readonly maxBytesPerSec?: number | undefined;
  readonly follow?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** `total`: the offsets that were left when this run began; undefined with `follow`. */
  onProgress?(progress: Progress, total: number | undefined): void;
}

/** Offsets that the source deleted before they could be moved. */
export interface Expired extends Range {}

export interface Relayed extends Moved {
  readonly expired: readonly Expired[];
}

/** Moves what the ticket has left. Safe to call again after any interruption; throws KafkaError. */
export async function runRelay(cluster: Cluster, ticket: Ticket, options: RelayOptions): Promise<Relayed> {
  const { start, expired } = await startOf(cluster, ticket);
  const already = await leftBehind(cluster, ticket, start, options);
  const safe = new SafeStart(ticket, options.tickets);
  const total = options.follow
    ? undefined
    : offsetsIn(ticket.ranges.map((range, i) => ({ ...range, from: start[i]!.offset })));
  const moved = await move(cluster, {
    topic: ticket.source.topic,
    ranges: ticket.ranges,
    start,
    already,
    target: { ...ticket.target, maxMessageBytes: await maxMessageBytes(cluster, ticket.target.topic) },
    place: placeByKey(ticket.target.partitions, ticket.nullKey),
    maxBytesPerSec: options.maxBytesPerSec,
    follow: options.follow ?? false,
    signal: options.signal,
    async onCheckpoint(positions, read) {
      await commit(cluster, ticket, positions);
      safe.committed(positions);
      safe.propose(await endsOf(cluster, ticket.target.topic, uninterrupted), read());
    },
    ...(options.onProgress && { onProgress: progress => options.onProgress?.(progress, total) }),
  });
  if (!moved.interrupted && ticket.state === 'moving') {
    ticket.state = 'moved';
    options.tickets.save(ticket);
  }
  return { ...moved, expired };
}

/** Where to go on: the committed positions, or the start of the log where retention was faster than the relay. */
async function startOf(cluster: Cluster, ticket: Ticket): Promise<{ start: Position[]; expired: Expired[] }> {
  const { topic } = ticket.source;
  const committed = await positionsOf(cluster, ticket);
  const starts = await listOffsets(
    cluster,
    topic,
    committed.map(({ partition }) => ({ partition, at: 'earliest' })),
  );
  const expired: Expired[] = [];
  const start = committed.map((position, i) => {
    const { partition, offset } = position;
    const logStart = starts.find(found => found.partition === partition)?.offset ?? 0;
    const to = Math.min(logStart, ticket.ranges[i]!.to);
    if (offset >= to) return position;
    expired.push({ partition, from: offset, to });
    return { ...position, offset: to };
  });
  return { start, expired };
}

async function maxMessageBytes(cluster: Cluster, topic: string): Promise<number> {
  return Number((await topicConfig(cluster, topic)).get('max.message.bytes') ?? DEFAULT_MAX_MESSAGE_BYTES);
}

/** Reads the target back and compares. Marks the ticket verified when nothing is missing. */
export async function verifyRelay(
  cluster: Cluster,
  ticket: Ticket,
  { tickets, signal, onBytes }: Pick<RelayOptions, 'tickets' | 'signal'> & { onBytes?(bytes: number): void },
): Promise<Verdict> {
  const positions = await positionsOf(cluster, ticket);
  // --follow goes on behind the frozen ranges: what it passed is promised, too.
  const ranges = ticket.ranges.map((range, i) => ({ ...range, to: Math.max(range.to, positions[i]!.offset) }));
  const to = await endsOf(cluster, ticket.target.topic);
  const { source, target, targetStart: from } = ticket;
  const [found, promised] = await Promise.all([
    readBack(cluster, {
      sourceTopic: source.topic,
      ranges,
      target,
      from,
      to,
      signal,
      ...(onBytes && { onProgress: onBytes }),
    }),
    promisedRecords(cluster, { topic: source.topic, ranges, signal }),
  ]);
  const verdict = judge(promised, positions, found);
  if (verdict.complete) {
    ticket.state = 'verified';
    tickets.save(ticket);
  }
  return verdict;
}

/** How far the relay is, out of the offsets that its progress group committed. */
async function positionsOf(cluster: Cluster, ticket: Ticket): Promise<Position[]> {
  const committed = (await committedOffsets(cluster, progressGroup(ticket), [ticket.source.topic])).get(
    ticket.source.topic,
  );
  return ticket.ranges.map(({ partition, from }) => {
    const at = committed?.get(partition);
    return { partition, offset: at?.offset ?? from, moved: Number(/^moved=(\d+)$/.exec(at?.metadata ?? '')?.[1] ?? 0) };
  });
}

async function commit(cluster: Cluster, ticket: Ticket, positions: readonly Position[]): Promise<void> {
  const { topic } = ticket.source;
  await commitOffsets(
    cluster,
    progressGroup(ticket),
    positions.map(({ partition, offset, moved }) => ({ topic, partition, offset, metadata: `moved=${moved}` })),
    uninterrupted,
  );
}

/** What an interrupted run put into the target without committing: it must not be sent twice. */
async function leftBehind(
  cluster: Cluster,
  ticket: Ticket,
  start: readonly Position[],
  { follow, signal }: RelayOptions,
): Promise<Found | undefined> {
  if (ticket.resumed === 0) return undefined;
  const sourceEnds = follow ? await endsOf(cluster, ticket.source.topic) : [];
  const left = ticket.ranges.map(({ partition, to }, i) => {
    const end = Math.max(to, sourceEnds[partition] ?? 0);
    return { partition, from: Math.min(end, start[i]!.offset), to: end };
  });
  return readBack(cluster, {
    sourceTopic: ticket.source.topic,
    ranges: left,
    target: ticket.target,
    from: ticket.targetChecked,
    to: await endsOf(cluster, ticket.target.topic),
    signal,
  });
}

/**
 * From where in the target a resumed run must look for records without a committed position. The target's ends, read before
 * the source had been read up to `read`, are such a place once the commits have passed `read`.
 */
class SafeStart {
  private readonly ticket: Ticket;
  private readonly tickets: TicketDirectory;
  private candidate: { ends: number[]; read: ReadonlyMap<number, number> } | undefined;

  constructor(ticket: Ticket, tickets: TicketDirectory) {
    this.ticket = ticket;
    this.tickets = tickets;
  }

  propose(ends: number[], read: ReadonlyMap<number, number>): void {
    this.candidate ??= { ends, read };
  }

  committed(positions: readonly Position[]): void {
    const { candidate } = this;
    if (
      candidate === undefined ||
      positions.some(({ partition, offset }) => offset < (candidate.read.get(partition) ?? 0))
    )
      return;
    this.ticket.targetChecked = candidate.ends;
    this.tickets.save(this.ticket);
    this.candidate = undefined;
  }
}
