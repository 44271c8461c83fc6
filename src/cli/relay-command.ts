/** What the commands that move records share: progress, interruption, verification. */
import type { Cluster } from '../kafka/index.ts';
import { count } from '../lib/counted.ts';
import { Failure } from '../lib/failure.ts';
import { type Relayed, runRelay, verifyRelay } from '../relay/relay.ts';
import type { Ticket, TicketDirectory } from '../relay/ticket.ts';
import type { Verdict } from '../relay/verify.ts';
import { MqCommand } from './command.ts';
import { step } from './progress.ts';

export interface CarryOut {
  readonly tickets: TicketDirectory;
  readonly maxBytesPerSec: number | undefined;
  readonly follow: boolean;
  /** The command line that goes on after an interruption. */
  readonly again: string;
}

export abstract class RelayCommand<Result> extends MqCommand<Result> {
  /** Moves what the ticket has left and verifies it. Throws INTERRUPTED when Ctrl-C came first; what was acknowledged is committed then. */
  protected async carryOut(
    cluster: Cluster,
    ticket: Ticket,
    job: CarryOut,
  ): Promise<{ moved: Relayed; verification: Verdict }> {
    const { tickets, maxBytesPerSec, follow } = job;
    const moved = await step(`Moving ${ticket.source.topic} → ${ticket.target.topic}`, report =>
      runRelay(cluster, ticket, {
        tickets,
        maxBytesPerSec,
        follow,
        signal: this.signal,
        onProgress: ({ offsets, bytes }, total) =>
          report({ done: offsets, unit: 'offsets', bytes, ...(total === undefined ? {} : { total }) }),
      }),
    ).catch(error => {
      throw resumable(error, tickets.fileOf(ticket), job.again);
    });
    for (const { partition, from, to } of moved.expired)
      this.note(
        `${to - from} offsets of ${ticket.source.topic}-${partition} (${from} to ${to - 1}) were deleted before they could be moved`,
      );
    if (moved.interrupted && !follow) {
      const message = `Stopped after ${count(moved.records)} records; what was acknowledged is committed`;
      throw new Failure(message, { code: 'INTERRUPTED', where: tickets.fileOf(ticket), advice: job.again });
    }
    const verification = await step('Verifying', report =>
      verifyRelay(cluster, ticket, { tickets, onBytes: bytes => report({ done: bytes, unit: 'bytes', bytes }) }),
    );
    return { moved, verification };
  }

  /** The unfinished ticket to go on with, counted as resumed. Throws NO_TICKET. */
  protected resumed(tickets: TicketDirectory, wanted: Parameters<TicketDirectory['unfinished']>[0]): Ticket {
    const ticket = tickets.unfinished(wanted);
    if (ticket === undefined)
      throw new Failure(
        `There is no unfinished ${wanted.kind} of ${wanted.topic} into ${wanted.target} on this cluster`,
        {
          code: 'NO_TICKET',
          where: tickets.path,
          advice: ['start one without --resume', 'set MQ_STATE_DIR to where its ticket is'],
        },
      );
    ticket.resumed++;
    return ticket;
  }

  /** Throws REFUSED when a ticket for the same is unfinished: two runs would move everything twice. */
  protected requireNoneUnfinished(
    tickets: TicketDirectory,
    wanted: Parameters<TicketDirectory['unfinished']>[0],
  ): void {
    const open = tickets.unfinished(wanted);
    if (open === undefined) return;
    const file = tickets.fileOf(open);
    throw new Failure(`A ${wanted.kind} of ${wanted.topic} into ${wanted.target} is unfinished`, {
      code: 'REFUSED',
      where: file,
      advice: ['add --resume to go on with it', `remove ${file} to begin anew; what it moved is then moved twice`],
    });
  }
}

/** Whatever stopped a relay, it can go on. */
function resumable(error: unknown, where: string, again: string): unknown {
  if (!(error instanceof Failure)) return error;
  const { message, code, advice } = error;
  return new Failure(message, { code, where, advice: [...advice, again], cause: error });
}
