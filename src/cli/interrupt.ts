/**
 * Ctrl-C and SIGTERM: the first asks the command to stop cleanly (through `interrupted`), the second ends the process at once.
 */
import { exit } from './exit.ts';

const controller = new AbortController();

/** Aborted by the first Ctrl-C or SIGTERM; commands hand it to everything that waits. */
export const interrupted: AbortSignal = controller.signal;

export function listenForInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.aborted) process.exit(interruptedExitCode());
      controller.abort(new Error(signal));
    });
  }
}

/** A terminal that closes counts as Ctrl-C too, for a command that must not leave things half done. Not for all: `nohup` would do nothing. */
export function listenForHangUp(): void {
  process.once('SIGHUP', () => controller.abort(new Error('SIGTERM')));
}

/** As shells count: 128 + the number of the signal. */
export const interruptedExitCode = (): number =>
  interrupted.reason?.message === 'SIGTERM' ? exit.terminated : exit.interrupted;
