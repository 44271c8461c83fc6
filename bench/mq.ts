/** The built mq. */
import { join } from 'node:path';
import { type Finished, run } from './processes.ts';
import { scratch } from './scratch.ts';

export const mqProgram = join(import.meta.dirname, '../bin/run.js');

/** Runs a command to its end, with the node that runs this; its state goes to the scratch directory. */
export const mq = (argv: readonly string[]): Promise<Finished> =>
  run(process.execPath, [mqProgram, ...argv], { env: { ...process.env, MQ_STATE_DIR: scratch() } });
