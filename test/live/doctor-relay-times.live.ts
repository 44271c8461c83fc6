/**
 * Rules about dead letters, delays and drains that go by time: the condition, the finding, its advice, and the finding gone. Time is told:
 * moments are seen as they are and dated back, records carry the time that they are said to be of.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moment } from '../../src/advisors/evidence/history.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { createTopics, deleteTopics } from '../../src/kafka/admin/topics.ts';
import { commitOffsets } from '../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { type LiveCluster, uniqueName } from '../support/live.ts';
import { joinMembers, type Member } from '../support/members.ts';
import { momentOf } from '../support/moments.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RULES = ['D01', 'D05', 'D12', 'D15', 'D16'];

export default (live: LiveCluster) =>
  describe(`mq doctor: dead letters, delays and drains over time on ${live.name}`, () => {
    const name = uniqueName('timed');
    const [stuck, failing, delayed, backlog, replayed] = ['stuck', 'failing', 'delay_1s', 'backlog', 'replayed'].map(
      subject => `${name}-${subject}`,
    ) as [string, string, string, string, string];
    const [letters, wide] = [`${failing}-dlq`, `${backlog}-wide`];
    const topics = [stuck, failing, letters, delayed, backlog, wide, replayed];
    const [consumer, relay, slow] = [`${name}-consumer`, `${name}-relay`, `${name}-slow`];
    const scope = { topics, groups: [consumer, relay, slow] };
    const intents = { topics: { [replayed]: { replayMs: 3 * HOUR_MS } }, groups: {} };
    const earlier: Moment[] = [];
    let cluster: Cluster;
    let member: Member;

    const examine = async () =>
      (await examineLive(live, RULES, { ...scope, intents, given: { earlier } })).findings.toSorted((a, b) =>
        a.rule < b.rule ? -1 : 1,
      );
    const rulesOf = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);

    /** Records of the first partition, so long ago. */
    async function write(topic: string, count: number, agoMs = 0) {
      const producer = await openProducer(cluster);
      const builder = new BatchBuilder();
      for (let i = 0; i < count; i++) builder.append({ key: null, value: null, timestampMs: Date.now() - agoMs });
      producer.send(topic, 0, builder.build());
      await producer.flush();
      await producer.close();
    }
    const commit = (group: string, topic: string, offset: number) =>
      commitOffsets(cluster, group, [{ topic, partition: 0, offset }]);

    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
      const hour = { 'retention.ms': String(HOUR_MS) };
      await createTopics(
        cluster,
        topics.map(topic => ({
          name: topic,
          partitions: topic === wide ? 3 : 1,
          replicationFactor: live.nodes,
          configs: topic === wide || topic === replayed ? hour : {},
        })),
      );
      await write(stuck, 50);
      [member] = (await joinMembers(live.bootstrap, consumer, [{ owns: { [stuck]: [0] } }])) as [Member];
      await member.commit(stuck, 0, 10);
      await write(failing, 1);
      await write(delayed, 2, MINUTE_MS);
      await commit(relay, delayed, 0);
      await write(backlog, 5, 2 * HOUR_MS);
      await commit(slow, backlog, 0);
      for (const agoMs of [15, 10, 5].map(minutes => minutes * MINUTE_MS))
        earlier.push(await momentOf(cluster, scope, agoMs));
      await write(letters, 10);
      await write(failing, 20);
    }, 60_000);

    afterAll(async () => {
      await member?.leave();
      await deleteTopics(cluster, topics);
      await cluster.close();
    }, 30_000);

    it('are found with their numbers', async () => {
      const found = await examine();
      expect(found).toMatchObject([
        {
          rule: 'D01',
          subject: { group: consumer, topic: stuck, partitions: [0] },
          observed: expect.stringMatching(/^stuck for 9\d\d s with members there: partition 0 at 10; no topic holds/),
        },
        { rule: 'D05', severity: 'error', numbers: { deadLetters: 10, records: 20, seconds: expect.any(Number) } },
        { rule: 'D12', subject: { group: relay, topic: delayed }, numbers: { delayMs: 1000 } },
        { rule: 'D15', subject: { topic: wide }, numbers: { retentionMs: HOUR_MS } },
        { rule: 'D16', subject: { topic: replayed }, numbers: { wantedMs: 3 * HOUR_MS, retentionMs: HOUR_MS } },
      ]);
      expect(found[2]!.numbers!.overdueMs).toBeGreaterThanOrEqual(MINUTE_MS - 1000);
      expect(found[3]!.numbers!.ageMs).toBeGreaterThanOrEqual(2 * HOUR_MS);
    });

    it('are gone when the advice is followed', async () => {
      const [d01, d05, d12, d15, d16] = (await examine()) as [Finding, Finding, Finding, Finding, Finding];
      for (const finding of [d01, d15, d16]) await runAdvice(live, finding);
      topics.push(`${stuck}-dlq`); // which D01 has made
      expect(rulesOf(await examine())).toEqual(['D05', 'D12']);

      const newest = (await runAdvice(live, d05)).stdout.trim().split('\n');
      expect(newest.map(line => JSON.parse(line).topic)).toEqual(Array(10).fill(letters));
      await write(failing, 2000); // they no longer fail
      expect((await runAdvice(live, d12)).stdout).toContain(delayed);
      await commit(relay, delayed, 2); // the relay gets on
      expect(rulesOf(await examine())).toEqual([]);
    });
  });
