/** The shortest command there is, against a node that does nothing. */
import { compare, type Line } from './line.ts';
import { mq } from './mq.ts';
import { run } from './processes.ts';
import { alternate } from './samples.ts';
import type { Stage } from './stage.ts';

export async function versionLines(stage: Stage): Promise<Line[]> {
  stage.note('mq --version');
  const contestants = {
    ours: async () => (await mq(['--version'])).seconds * 1e3,
    theirs: async () => (await run(process.execPath, ['-e', '0'])).seconds * 1e3,
  };
  await alternate(1, contestants);
  const { ours, theirs } = await alternate(stage.rounds * 4, contestants);
  const gate = { of: 'ratio', atMost: 4 } as const;
  return [compare({ what: 'mq --version', unit: 'ms', mq: ours, peer: 'node -e 0', theirs, gate })];
}
