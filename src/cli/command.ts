/** What every command of mq shares: a cluster for the time of a call, showing a result, talking on stderr, asking. */
import { once } from 'node:events';
import { Command } from '@oclif/core/command';
import type { Cluster } from '../kafka/index.ts';
import { CheckFailed } from './errors.ts';
import type { ChangeFlags, ClusterFlags, OutputFlags } from './flags.ts';
import { interrupted } from './interrupt.ts';
import { type Column, listView, render, type View } from './output.ts';
import { type Paint, paintFor } from './paint.ts';
import type { Report, StepOptions } from './progress.ts';
import { explainUsage } from './usage.ts';

/** `Result` is what -o json prints; see docs/ARCHITECTURE.md, "a command". */
export abstract class MqCommand<Result> extends Command {
  abstract override run(): Promise<Result>;

  /** Aborted by Ctrl-C; hand it to everything that waits. A run() that then returns ends with 0, one that throws with 130. */
  protected readonly signal: AbortSignal = interrupted;

  private declined = false;

  /** The last word after a no. */
  protected override async finally(error: Error | undefined): Promise<void> {
    if (this.declined && (error === undefined || error instanceof CheckFailed)) this.note('Nothing was changed.');
  }

  /** All that run() throws goes to main.ts, which tells it and chooses the exit code. */
  protected override async catch(thrown: unknown): Promise<never> {
    const { flags = {}, args } = this.ctor;
    throw explainUsage(thrown, { id: this.id ?? '', flags: Object.keys(flags), args: Object.keys(args) });
  }

  /**
   * Connects as the flags, the properties file and the environment say, and closes whatever happens. Ctrl-C ends what is under way;
   * a command that stops by itself, to finish what it has begun, hands in {}.
   */
  protected async withCluster<T>(
    flags: ClusterFlags,
    use: (cluster: Cluster) => Promise<T>,
    how: { signal?: AbortSignal } = { signal: this.signal },
  ): Promise<T> {
    const [{ clusterOptions }, { connect }] = await Promise.all([
      import('./client-properties.ts'),
      import('../kafka/index.ts'),
    ]);
    const { options, notes } = await clusterOptions(flags, process.env);
    for (const note of notes) this.note(note);
    const cluster = await connect({ ...options, ...how });
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
    if (Array.isArray(result) && result.length === 0 && flags.output === 'table') this.note('There are none.');
    this.print(await render(result, view, flags.output, paintFor(process.stdout)));
    return result;
  }

  /** A table as talk, to stderr, for a command whose stdout is something else. */
  protected async tell(view: View): Promise<void> {
    process.stderr.write(await render(undefined, view, 'table', paintFor(process.stderr)));
  }

  /** Colours for what `print` writes. */
  protected get paint(): Paint {
    return paintFor(process.stdout);
  }

  /** Data, to stdout, as it is. */
  protected print(text: string | Uint8Array): void {
    process.stdout.write(text);
  }

  /** As `print`, for much of it: resolves when whoever reads has caught up. */
  protected async printed(): Promise<void> {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  }

  /** stdin as it comes; ends early, without an error, on Ctrl-C. */
  protected async *input(): AsyncIterable<Buffer> {
    const stop = () => process.stdin.destroy();
    this.signal.addEventListener('abort', stop, { once: true });
    try {
      yield* process.stdin;
    } catch (error) {
      if (!this.signal.aborted) throw error;
    }
  }

  /** Talk, to stderr, one line. */
  protected note(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** Long work with a live line on a terminal: `await this.step('Moving', report => move({ onProgress: report }))`. */
  protected async step<T>(title: string, work: (report: Report) => Promise<T>, options?: StepOptions): Promise<T> {
    const { step } = await import('./progress.ts');
    return step(title, work, options);
  }

  /** Shows a plan to whoever is asked about it. */
  protected async agree(plan: View, question: string, flags: Pick<ChangeFlags, 'yes'>): Promise<boolean> {
    if (!flags.yes) await this.tell(plan);
    return this.confirm(question, flags);
  }

  /** True when the change may go on. Throws UsageError where nobody can be asked, so that nothing ever hangs or happens by default. */
  protected async confirm(question: string, flags: Pick<ChangeFlags, 'yes'>): Promise<boolean> {
    if (flags.yes) return true;
    const { ask } = await import('./prompt.ts');
    return this.answered(await ask(question, this.signal, this.insteadOfAsking));
  }

  /** As `confirm`, for what cannot be undone: a word has to be typed. */
  protected async confirmTyped(warning: string, word: string, flags: Pick<ChangeFlags, 'yes'>): Promise<boolean> {
    if (flags.yes) return true;
    const { askTyped } = await import('./prompt.ts');
    return this.answered(await askTyped(warning, word, this.signal, this.insteadOfAsking));
  }

  private answered(yes: boolean): boolean {
    this.declined = !yes;
    return yes;
  }

  private get insteadOfAsking(): string[] {
    const dryRun = 'dry-run' in (this.ctor.flags ?? {}) ? ['add --dry-run to see what would be done'] : [];
    return ['add --yes to go on', ...dryRun];
  }
}
