/**
 * A relay's ticket: what was promised, kept in a file so that an interrupted relay can go on. How far it is stands in
 * Kafka (the offsets of `progressGroup`), where the position and the count of moved records change together.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../lib/failure.ts';
import { jsonOf } from '../lib/json.ts';
import { replaceFile } from '../lib/replace-file.ts';
import { stateDirectory } from '../lib/state-directory.ts';

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

  /** Replaces the file in one step. */
  save(ticket: Ticket): void {
    mkdirSync(this.path, { recursive: true });
    replaceFile(this.fileOf(ticket), `${JSON.stringify(ticket, null, 2)}\n`);
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
        const parsed = ticketSchema.safeParse(jsonOf(readFileSync(file, 'utf8')));
        if (!parsed.success)
          throw new Failure(`${file} is not a ticket of this version of mq: ${z.prettifyError(parsed.error)}`, {
            code: 'TICKET',
            where: file,
            advice: 'move it away to go on',
          });
        return parsed.data;
      });
  }
}
