/** The doctor on a running cluster, for live specifications of rules. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DoctorOptions, examineCluster } from '../../src/advisors/doctor.ts';
import type { Examination } from '../../src/advisors/examine.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { connect } from '../../src/kafka/index.ts';
import { mq, type Run } from './run.ts';

/** What the rules say now; `options.topics` and `options.groups` keep other tests' things on the same cluster out of the answer. */
export async function examineLive(
  cluster: { readonly bootstrap: string },
  only: readonly string[],
  options: Omit<DoctorOptions, 'only'> = {},
): Promise<Examination> {
  const connected = await connect({ bootstrap: cluster.bootstrap, clientId: 'doctor' });
  try {
    return (await examineCluster(connected, { ...options, only })).examination;
  } finally {
    await connected.close();
  }
}

/**
 * Runs the best fix of a finding as it stands there: an mq command, with the cluster's address. Throws when it fails. `yes` says so at
 * once to a command that would ask; without it the command is asked first.
 */
export async function runAdvice(
  cluster: { readonly bootstrap: string },
  { rule, fix }: Finding,
  { yes = false } = {},
): Promise<Run> {
  const command = fix[0]?.command;
  if (command === undefined || !/^mq /.test(command)) throw new Error(`${rule} advises no mq command: ${command}`);
  return typeCommand(cluster, command, { yes });
}

/** Types an mq command as it is printed somewhere, and says yes when it asks. Throws when it fails; 3 is a check that has found something. */
export async function typeCommand(
  cluster: { readonly bootstrap: string },
  command: string,
  { yes = false } = {},
): Promise<Run> {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const env = { MQ_BOOTSTRAP_SERVER: cluster.bootstrap, MQ_STATE_DIR: stateDirectory() };
  const type = (more: string[]) => mq([...words.slice(1), ...more], { env });
  const asked = await type(yes ? ['--yes'] : []);
  const run = /no terminal to ask on/.test(asked.stderr) ? await type(['--yes']) : asked; // as somebody who says yes
  if (run.code !== 0 && run.code !== 3)
    throw new Error(`${command} ended with ${run.code}:\n${run.stdout}${run.stderr}`);
  return run;
}

let kept: string | undefined;

/** Of all that is typed by one test file; gone with its process. */
function stateDirectory(): string {
  if (kept === undefined) {
    const directory = mkdtempSync(join(tmpdir(), 'mq-advised-'));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    kept = directory;
  }
  return kept;
}
