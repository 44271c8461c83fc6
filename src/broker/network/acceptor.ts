/**
 * Lets new connections in one after the other, each no sooner than the rate allows; they wait without being served, as behind the
 * acceptor thread of a listener in Kafka (KIP-612, ConnectionQuotas.waitForConnectionSlot).
 */
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../lib/clock.ts';

/** Kafka leaves them to the backlog of the system, which has an end too. */
const MOST_WAITING = 1_000;

export interface AcceptorOptions {
  readonly clock: Clock;
  /** Counts a connection that came. Above 0 it has to wait for so long. */
  waitMs(): number;
  admit(socket: Socket): void;
  log(line: string): void;
}

export class Acceptor {
  private readonly options: AcceptorOptions;
  private readonly waiting: Socket[] = [];
  private timer: Timer | undefined;

  constructor(options: AcceptorOptions) {
    this.options = options;
  }

  accept(socket: Socket): void {
    socket.on('error', () => {}); // of whoever does not want to wait
    if (this.waiting.length === MOST_WAITING) {
      this.options.log(`refused a connection of ${socket.remoteAddress}: ${MOST_WAITING} wait to be let in`);
      socket.destroy();
      return;
    }
    this.waiting.push(socket);
    if (this.timer === undefined) this.admitNext();
  }

  close(): void {
    this.timer?.cancel();
    for (const socket of this.waiting.splice(0)) socket.destroy();
  }

  private admitNext(): void {
    this.timer = undefined;
    while (this.waiting.length > 0) {
      const waitMs = this.options.waitMs();
      if (waitMs > 0) {
        this.timer = this.options.clock.after(waitMs, () => {
          this.admitFirst();
          this.admitNext();
        });
        return;
      }
      this.admitFirst();
    }
  }

  /** Unless it has given up; it counts all the same. */
  private admitFirst(): void {
    const socket = this.waiting.shift();
    if (socket !== undefined && !socket.destroyed) this.options.admit(socket);
  }
}
