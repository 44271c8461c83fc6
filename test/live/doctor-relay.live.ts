/** The doctor on dead letters, delays and drains: the condition, the finding, its advice, and the finding gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/advisors/finding.ts';
import { createTopics, deleteTopics } from '../../src/kafka/admin/topics.ts';
import { connect } from '../../src/kafka/index.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { type LiveCluster, uniqueName } from '../support/live.ts';
import { mq } from '../support/run.ts';

const RULES = ['D02', 'D03', 'D04', 'D06', 'D08', 'D09', 'D10', 'D11', 'D13', 'D14'];

export default (cluster: LiveCluster) =>
  describe(`mq doctor: dead letters, delays and drains on ${cluster.name}`, () => {
    const name = uniqueName('relay');
    const letters = `${name}-dlt`;
    const delay = `${name}-delay_2h`;
    const compacted = `${name}-delay_5m`;
    const wide = `${name}-wide`;
    const topics = [name, letters, delay, compacted, wide];
    const HOUR_MS = 3_600_000;

    beforeAll(async () => {
      const client = await connect({ bootstrap: cluster.bootstrap });
      const topic = (name: string, partitions: number, configs: Record<string, string> = {}) => ({
        name,
        partitions,
        replicationFactor: cluster.nodes,
        configs,
      });
      await createTopics(client, [
        topic(name, 3),
        topic(letters, 1),
        topic(delay, 1, { 'retention.ms': String(HOUR_MS) }),
        topic(compacted, 1, { 'cleanup.policy': 'compact', 'message.timestamp.type': 'LogAppendTime' }),
        topic(wide, 3),
      ]);
      await client.close();
      await mq(['produce', letters, '-b', cluster.bootstrap], { stdin: 'failed\nagain\n' });
      for (const wait of ['2h', '5s'])
        await mq(['produce', delay, '-b', cluster.bootstrap, '-H', `mq.delay=${wait}`, '-H', 'mq.attempt=17'], {
          stdin: 'later\n',
        });
    });

    afterAll(async () => {
      const client = await connect({ bootstrap: cluster.bootstrap });
      await deleteTopics(client, topics);
      await client.close();
    });

    const examined = async () => (await examineLive(cluster, RULES, { topics })).findings;
    const named = (findings: readonly Finding[]) =>
      findings.map(({ rule, subject }) => `${rule} ${'topic' in subject ? subject.topic : ''}`).sort();

    it('are found, and what the advice mends is gone', async () => {
      const found = await examined();
      expect(named(found)).toEqual(
        [
          `D02 ${letters}`,
          `D03 ${letters}`,
          `D04 ${letters}`,
          `D06 ${letters}`,
          `D08 ${delay}`,
          `D09 ${compacted}`,
          `D10 ${delay}`,
          `D11 ${delay}`,
          `D13 ${delay}`,
          `D14 ${wide}`,
        ].sort(),
      );
      const of = (rule: string) => found.find(each => each.rule === rule)!;
      expect(of('D02').numbers).toEqual({ records: 2 });
      expect(of('D06').numbers).toEqual({ without: 2, sampled: 2 });
      expect(of('D08').numbers).toEqual({ delayMs: 2 * HOUR_MS, retentionMs: HOUR_MS });
      expect(of('D13').numbers).toEqual({ attempts: 17, records: 2 });
      for (const rule of ['D03', 'D04', 'D08', 'D09', 'D11', 'D14']) await runAdvice(cluster, of(rule));
      expect(named(await examined())).toEqual(
        [`D02 ${letters}`, `D06 ${letters}`, `D10 ${delay}`, `D13 ${delay}`].sort(),
      );
    });

    it('are no longer unwatched once somebody reads', async () => {
      const read = await mq([
        'consume',
        letters,
        '-b',
        cluster.bootstrap,
        '--group',
        `${name}-triage`,
        '--commit',
        '--exit',
      ]);
      expect(read.code).toBe(0);
      const unwatched = async () => (await examineLive(cluster, ['D02'], { topics: [letters] })).findings;
      expect(await unwatched()).toEqual([]);
      await mq(['produce', letters, '-b', cluster.bootstrap], { stdin: 'another\nand another\n' });
      expect((await unwatched())[0]?.observed).toContain(`${name}-triage, which has read some of it, has no members`);
    });
  });
