/** Runs what a page tells people to type: each command by a shell, in a directory of its own, `mq` and MQ_BOOTSTRAP_SERVER at hand. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../bin/run.js');

export interface Stage {
  /** stdout and stderr of the command, and how it ended. */
  type(command: string): Promise<{ output: string; code: number }>;
  clear(): Promise<void>;
}

export async function demonstrationStage(bootstrap: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'mq-see-'));
  await symlink(program, join(folder, 'mq'));
  await symlink(process.execPath, join(folder, 'node'));
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    MQ_BOOTSTRAP_SERVER: bootstrap,
    MQ_STATE_DIR: join(folder, 'state'), // tickets of drains and replays
  };
  return {
    type: command =>
      new Promise(resolve => {
        execFile(
          'bash',
          ['-c', `set -o pipefail; ${command}`],
          { cwd: folder, env, timeout: 30_000 },
          (error, stdout, stderr) => {
            resolve({ output: stdout + stderr, code: error === null ? 0 : Number(error.code ?? 1) });
          },
        );
      }),
    clear: () => rm(folder, { recursive: true }),
  };
}
