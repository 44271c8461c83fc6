/** Three ways to move a backlog into a topic of twelve partitions by key; each gives thousands of records a second. */
import { join } from 'node:path';
import { uniqueName } from '../test/support/live.ts';
import { mq } from './mq.ts';
import { run } from './processes.ts';
import { withTopic } from './stage.ts';

export interface Backlog {
  readonly bootstrap: string;
  readonly topic: string;
  readonly group: string;
  readonly records: number;
}

const PARTITIONS = 12;
/** Enough for some seconds. */
const KCAT_RECORDS = 600_000;
const KAFKAJS_RECORDS = 400_000;

export const mqDrain =
  ({ bootstrap, topic, group, records }: Backlog) =>
  () =>
    withTopic({ bootstrap }, PARTITIONS, async target => {
      const what = ['--topic', topic, '--group', group, '--to', target, '--bootstrap-server', bootstrap];
      const { stdout, seconds } = await mq(['backlog', 'drain', ...what, '--yes', '--output', 'json']);
      const { moved, verification } = JSON.parse(stdout);
      if (moved.records !== records || !verification.complete)
        throw new Error(`mq did not drain everything:\n${stdout}`);
      return { krecords: records / seconds / 1e3, krecordsMoving: records / moved.elapsedMs };
    });

/** Rejects, saying what to install. */
export async function haveKcat(): Promise<true> {
  await run('kcat', ['-V']).catch(cause => {
    throw new Error('kcat is needed (Debian: apt-get install kcat)', { cause });
  });
  return true;
}

/** The pipe that everybody tries first: keys stay, headers and timestamps are lost, values with a newline break. */
export const kcatPipe =
  ({ bootstrap, topic }: Backlog) =>
  () =>
    withTopic({ bootstrap }, PARTITIONS, async target => {
      const read = `kcat -C -q -b ${bootstrap} -t ${topic} -o beginning -c ${KCAT_RECORDS} -K '\\t'`;
      const write = `kcat -P -b ${bootstrap} -t ${target} -K '\\t' -X topic.partitioner=murmur2_random`;
      const { seconds } = await run('sh', ['-c', `${read} | ${write}`]);
      return KCAT_RECORDS / seconds / 1e3;
    });

/** A relay of its own process, timed by itself from the first batch on: joining the group is not counted. */
export const kafkajsRelay =
  ({ bootstrap, topic }: Backlog) =>
  () =>
    withTopic({ bootstrap }, PARTITIONS, async target => {
      const script = join(import.meta.dirname, 'kafkajs-relay.ts');
      const argv = [script, bootstrap, topic, target, uniqueName('relay'), String(KAFKAJS_RECORDS)];
      const { stdout } = await run(process.execPath, argv, {
        env: { ...process.env, KAFKAJS_NO_PARTITIONER_WARNING: '1', NODE_NO_WARNINGS: '1' },
      });
      return Number(stdout) / 1e3;
    });
