/**
 * A relay's ticket: what was promised, kept in a file so that an interrupted relay can go on. How far it is stands in
 * Kafka (the offsets of `progressGroup`), where the position and the count of moved records change together.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const offset = z.number().int().nonnegative();

const ticketSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['drain', 'replay']),
  id: z.string(),
  createdMs: z.number(),
  clusterId: z.string(),
  source: z.object({ topic: z.string(), group: z.string().nullable() }),
  target: z.object({ topic: z.string(), partitions: z.number().int().positive() }),
  nullKey: z.enum(['spread', 'by-source']),
  /** What is moved: the ranges frozen at the start. */
  ranges: z.array(z.object({ partition: z.number().int(), from: offset, to: offset })),
  /** End offsets of the target before the first record: everything of this relay lies behind them. */
  targetStart: z.array(offset),
  /** End offsets of the target at the last checkpoint: everything behind them may lack a committed position. */
  targetChecked: z.array(offset),
  /** How often the relay went on after an interruption. */
  resumed: z.number().int(),
  state: z.enum(['moving', 'moved', 'verified']),
});

export type Ticket = z.infer<typeof ticketSchema>;

export const progressGroup = (ticket: Pick<Ticket, 'kind' | 'source' | 'id'>): string =>
  `mq-${ticket.kind}.${ticket.source.topic}.${ticket.id}`;

/** Where mq keeps what must outlive a run: MQ_STATE_DIR, or mq under XDG_STATE_HOME, or ~/.local/state/mq. */
export const stateDirectory = (env: NodeJS.ProcessEnv): string =>
  env.MQ_STATE_DIR ?? join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'mq');

/** Tickets as files of the state directory. */
export class TicketDirectory {
  readonly path: string;

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.path = join(stateDirectory(env), 'tickets');
  }

  fileOf(ticket: Pick<Ticket, 'id' | 'kind'>): string {
    return join(this.path, `${ticket.kind}-${ticket.id}.json`);
  }

  /** A file that belongs to the ticket, such as offsets for the way back. */
  fileBeside(ticket: Pick<Ticket, 'id' | 'kind'>, name: string): string {
    return join(this.path, `${ticket.kind}-${ticket.id}.${name}`);
  }

  /** Replaces the file in one step, so that a crash leaves the old or the new one. */
  save(ticket: Ticket): void {
    mkdirSync(this.path, { recursive: true });
    const file = this.fileOf(ticket);
    const descriptor = openSync(`${file}.tmp`, 'w');
    try {
      writeSync(descriptor, `${JSON.stringify(ticket, null, 2)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${file}.tmp`, file);
  }

  /** The newest ticket that is not finished and is about the same source and target. */
  unfinished(wanted: {
    kind: Ticket['kind'];
    clusterId: string;
    topic: string;
    group: string | null;
    target: string;
  }): Ticket | undefined {
    return this.all()
      .filter(
        t =>
          t.state !== 'verified' &&
          t.kind === wanted.kind &&
          t.clusterId === wanted.clusterId &&
          t.source.topic === wanted.topic &&
          t.source.group === wanted.group &&
          t.target.topic === wanted.target,
      )
      .sort((a, b) => b.createdMs - a.createdMs)[0];
  }

  remove(ticket: Pick<Ticket, 'id' | 'kind'>): void {
    rmSync(this.fileOf(ticket), { force: true });
  }

  private all(): Ticket[] {
    if (!existsSync(this.path)) return [];
    return readdirSync(this.path)
      .filter(name => name.endsWith('.json'))
      .map(name => {
        const file = join(this.path, name);
        const parsed = ticketSchema.safeParse(readJson(file));
        if (!parsed.success)
          throw new Error(
            `${file} is not a ticket of this version of mq (${z.prettifyError(parsed.error)}); move it away to go on`,
          );
        return parsed.data;
      });
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return String(error);
  }
}
