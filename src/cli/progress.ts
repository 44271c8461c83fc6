/** Long work, told while it runs: a live line with rate and time left on a terminal, one line at its end anywhere else. On stderr. */
import { systemClock } from '../lib/clock.ts';
import { Meter, type Progress } from './meter.ts';

export type { Progress } from './meter.ts';

/** Cheap: call it per batch. */
export type Report = (progress: Progress) => void;

export interface StepOptions {
  /** False where something else is on the terminal meanwhile. */
  live?: boolean;
}

/** Runs `work` and returns what it returns. A throw ends the line as failed and goes on to the caller. */
export async function step<T>(
  title: string,
  work: (report: Report) => Promise<T>,
  { live = process.stderr.isTTY }: StepOptions = {},
): Promise<T> {
  const meter = new Meter(systemClock);
  if (!live || !process.stderr.isTTY) {
    const result = await work(progress => meter.update(progress));
    if (meter.reported) process.stderr.write(`${title}: ${meter.summary()}\n`);
    return result;
  }
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  let result: T | undefined;
  const list = new Listr(
    [
      {
        title,
        task: async (_, task) => {
          const redraw = setInterval(() => {
            if (meter.reported) task.title = `${title}  ${meter.line()}`;
          }, 200);
          try {
            result = await work(progress => meter.update(progress));
          } finally {
            clearInterval(redraw);
          }
          if (meter.reported) task.title = `${title}  ${meter.summary()}`;
        },
      },
    ],
    {
      registerSignalListeners: false,
      forceTTY: true, // listr2 looks at stdout, which may be a pipe
      rendererOptions: {
        logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }),
      },
    },
  );
  await list.run();
  return result as T;
}
