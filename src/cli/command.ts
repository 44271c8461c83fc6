/** What every command of mq shares: a cluster for the time of a call, showing a result, talking on stderr, asking. */
import { Command } from '@oclif/core/command';
import type { Cluster } from '../kafka/index.ts';
import type { ChangeFlags, ClusterFlags, OutputFlags } from './flags.ts';
import { interrupted } from './interrupt.ts';
import { type Column, listView, render, type View } from './output.ts';
import { paintFor } from './paint.ts';
import type { Report } from './progress.ts';

/** `Result` is what -o json prints; see docs/ARCHITECTURE.md, "a command". */
export abstract class MqCommand<Result> extends Command {
  abstract override run(): Promise<Result>;

  /** Aborted by Ctrl-C; hand it to everything that waits. A run() that then returns ends with 0, one that throws with 130. */
  protected readonly signal: AbortSignal = interrupted;

  /** Connects as the flags, the properties file and the environment say, and closes whatever happens. */
  protected async withCluster<T>(flags: ClusterFlags, use: (cluster: Cluster) => Promise<T>): Promise<T> {
    const [{ clusterOptions }, { connect }] = await Promise.all([
      import('./client-properties.ts'),
      import('../kafka/index.ts'),
    ]);
    const { options, notes } = await clusterOptions(flags, process.env);
    for (const note of notes) this.note(note);
    const cluster = await connect({ ...options, signal: this.signal });
    try {
      return await use(cluster);
    } finally {
      await cluster.close();
    }
  }

  /** Prints the result on stdout in the format of -o, and returns it. Columns for a list of rows, a View for more. */
  protected async show<T extends readonly unknown[]>(
    result: T,
    columns: readonly Column<T[number]>[],
    flags: OutputFlags,
  ): Promise<T>;
  protected async show<T>(result: T, view: View, flags: OutputFlags): Promise<T>;
  protected async show<T>(result: T, how: View | readonly Column<never>[], flags: OutputFlags): Promise<T> {
    const view = 'sections' in how ? how : listView(result as readonly never[], how);
    this.print(await render(result, view, flags.output, paintFor(process.stdout)));
    return result;
  }

  /** Data, to stdout, as it is. */
  protected print(text: string | Uint8Array): void {
    process.stdout.write(text);
  }

  /** Talk, to stderr, one line. */
  protected note(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** Long work with a live line on a terminal: `await this.step('Moving', report => move({ onProgress: report }))`. */
  protected async step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
    const { step } = await import('./progress.ts');
    return step(title, work);
  }

  /** True when the change may go on. Throws UsageError where nobody can be asked, so that nothing ever hangs or happens by default. */
  protected async confirm(question: string, flags: ChangeFlags): Promise<boolean> {
    if (flags.yes) return true;
    const { ask } = await import('./prompt.ts');
    return ask(question, this.signal);
  }
}
