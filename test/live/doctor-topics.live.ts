/** Rules about settings, records and sizes of topics, on topics that have them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoctorOptions } from '../../src/advisors/doctor.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { noIntents } from '../../src/advisors/intents.ts';
import { incrementalAlterConfigs } from '../../src/kafka/admin/configs.ts';
import { createTopics, deleteTopics } from '../../src/kafka/admin/topics.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { bounded } from '../../src/lib/portions.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { aClientFile } from '../support/group-evidence.ts';
import { type LiveCluster, newTopics, uniqueName } from '../support/live.ts';
import { momentOf } from '../support/moments.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const rules = ['T02', 'T05', 'T07', 'T08', 'T09', 'T10', 'T12', 'T13', 'T14', 'T16', 'T17', 'T20'];
const wanted = {
  narrow: { partitions: 2 },
  wide: { partitions: 101 },
  forever: { partitions: 1, config: { 'retention.ms': '-1' } },
  short: { partitions: 1, config: { 'retention.ms': '60000' } },
  large: { partitions: 4, config: { 'retention.bytes': '4000000000000000' } },
  rolling: { partitions: 1, config: { 'segment.ms': '60000' } },
  outliving: { partitions: 1, config: { 'retention.ms': `${DAY_MS}`, 'segment.ms': `${7 * DAY_MS}` } },
  compacted: { partitions: 1 },
  skewed: { partitions: 1 },
  packed: { partitions: 1, config: { 'compression.type': 'gzip' } },
  hot: { partitions: 3 },
  quiet: { partitions: 1 },
};
type Name = keyof typeof wanted;

/** Whether its command changes something, and asks before. */
const asks = ({ fix }: Finding): boolean => /^mq (config alter|topic (alter|delete)) /.test(fix[0]!.command!);

export default (live: LiveCluster) =>
  describe(`rules about topics on ${live.name}`, () => {
    let cluster: Cluster;
    let topic: Record<Name, string>;
    let found: readonly Finding[];
    let how: Omit<DoctorOptions, 'only'>;

    const of = (findings: readonly Finding[], rule: string, name: Name) =>
      findings.filter(
        each => each.rule === rule && each.subject.type === 'topic' && each.subject.topic === topic[name],
      );
    const examine = async () => (await examineLive(live, rules, how)).findings;

    async function write(name: Name, count: number, { partition = 0, key = null as string | null, agoMs = 0 } = {}) {
      const producer = await openProducer(cluster);
      for (let left = count; left > 0; left -= 10_000) {
        const builder = new BatchBuilder();
        for (let i = 0; i < Math.min(left, 10_000); i++)
          builder.append({ key: key === null ? null : Buffer.from(key), value: null, timestampMs: Date.now() - agoMs });
        producer.send(topic[name], partition, builder.build());
      }
      await producer.flush();
      await producer.close();
    }

    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
      topic = await newTopics(live, wanted);
      const scope = { topics: Object.values(topic), groups: [] };
      const before = await momentOf(cluster, { topics: [topic.quiet, topic.hot] }, 8 * DAY_MS);
      await Promise.all([
        write('wide', 100),
        write('compacted', 3),
        write('compacted', 2, { key: 'k' }),
        (async () => {
          await write('skewed', 1);
          await write('skewed', 1, { agoMs: HOUR_MS });
        })(),
        write('hot', 60_000, { partition: 1, key: 'k' }),
        write('narrow', 2),
      ]);
      await incrementalAlterConfigs(cluster, [
        {
          type: 'topic',
          name: topic.compacted,
          changes: [{ name: 'cleanup.policy', operation: 'set', value: 'compact' }],
        },
      ]);
      how = {
        ...scope,
        given: { earlier: [before], clients: [aClientFile('producer', { 'compression.type': 'lz4' })] },
        intents: {
          ...noIntents,
          topics: {
            [topic.narrow]: {
              order: 'key',
              targetBytesPerSec: 40e6,
              producerBytesPerSec: 20e6,
              consumerBytesPerSec: 10e6,
            },
          },
        },
      };
      found = await examine();
    }, 60_000);
    afterAll(() => cluster?.close());

    it('T02: fewer partitions than the declared load takes', () => {
      expect(of(found, 'T02', 'narrow')).toMatchObject([
        { observed: '2 partitions; 40 MB/s / 20 MB/s and 40 MB/s / 10 MB/s take 4 (2 by the formula of the document)' },
      ]);
    });

    it('T05: a hundred partitions and one, with next to nothing in them', () => {
      expect(of(found, 'T05', 'wide')).toMatchObject([
        { observed: expect.stringMatching(/^101 partitions hold [\d.]+ k?B, /) },
      ]);
    });

    it('T07, T08, T09 and T10: what is kept for how long', () => {
      expect(of(found, 'T07', 'forever')).toMatchObject([{ observed: expect.stringContaining('retention.ms=-1') }]);
      expect(of(found, 'T08', 'short')).toMatchObject([{ observed: 'retention.ms is 60000 (1m)' }]);
      expect(of(found, 'T09', 'large')).toMatchObject([
        {
          observed: expect.stringMatching(
            /^retention.bytes is 4000 TB for each partition; with 4 replicas on broker \d that may be 16000 TB, on disks of /,
          ),
        },
      ]);
      expect(of(found, 'T10', 'rolling')).toMatchObject([{ observed: 'segment.ms is 60000 (1m)' }]);
      expect(of(found, 'T10', 'outliving')).toMatchObject([
        { severity: 'info', observed: 'segment.ms is 7d and retention.ms 1d: a record may live for 8d' },
      ]);
    });

    it('T12, T13 and T17: records without a key, and times that go back', () => {
      expect(of(found, 'T12', 'compacted')).toMatchObject([
        { observed: '3 of 5 sampled records have no key, with cleanup.policy=compact' },
      ]);
      expect(of(found, 'T13', 'skewed')).toMatchObject([
        {
          observed: expect.stringMatching(/^offset 1 of partition 0 is (59m 59s|1h)( \d+s)? older than one before it$/),
        },
      ]);
      expect(of(found, 'T17', 'narrow')).toMatchObject([
        { severity: 'error', observed: '2 of 2 sampled records have no key, on 2 partitions' },
      ]);
    });

    it('T14: another codec than the producers use', () => {
      expect(of(found, 'T14', 'packed')).toMatchObject([
        { severity: 'warning', observed: 'compression.type=gzip is set on the topic, and producers send lz4' },
      ]);
    });

    it('T16: everything in one partition', () => {
      expect(of(found, 'T16', 'hot')).toMatchObject([
        {
          severity: 'error',
          subject: { partitions: [1] },
          observed: expect.stringMatching(/^got 60000 records in 8d, \d of \d partitions nothing$/),
        },
      ]);
    });

    it('T20: a week without anything', () => {
      expect(of(found, 'T20', 'quiet')).toMatchObject([
        { observed: expect.stringMatching(/^no record for 8d.*, no group with a commit; 0 offsets in 1 partition$/) },
      ]);
    });

    it('T22: two names that one request creates, and that are the same to metrics', async () => {
      const dots = uniqueName('a.b');
      const names = [dots, dots.replaceAll('.', '_')] as const;
      const how = { topics: names };
      const create = (...topics: readonly string[]) =>
        createTopics(
          cluster,
          topics.map(name => ({ name, partitions: 1, replicationFactor: live.nodes })),
        );
      await create(...names);
      const producer = await openProducer(cluster);
      const record = new BatchBuilder();
      record.append({ key: null, value: null, timestampMs: Date.now() });
      producer.send(dots, 0, record.build());
      await producer.flush();
      await producer.close();
      const examined = async () => (await examineLive(live, ['T22'], how)).findings;
      const [finding] = await examined();
      expect(finding).toMatchObject({
        observed: `${names.join(', ')} are ${names[1]} to metrics`,
        numbers: { topics: 2 },
      });
      expect(finding!.fix[0]!.command).toBe(`mq topic delete ${names[1]}`);
      await runAdvice(live, finding!);
      await expect.poll(() => examineLive(live, ['T22'], { topics: [dots] })).toMatchObject({ findings: [] });
      await expect(create(names[1])).rejects.toMatchObject({ code: 'INVALID_TOPIC_EXCEPTION' });
      await deleteTopics(cluster, [dots]);
    });

    it('what is advised can be typed, and mends what was found', { timeout: 60_000 }, async () => {
      const typed: [string, Name][] = [
        ['T05', 'wide'],
        ['T07', 'forever'],
        ['T08', 'short'],
        ['T09', 'large'],
        ['T10', 'rolling'],
        ['T10', 'outliving'],
        ['T12', 'compacted'],
        ['T13', 'skewed'],
        ['T14', 'packed'],
        ['T16', 'hot'],
        ['T20', 'quiet'],
      ];
      const widen = of(found, 'T02', 'narrow').map(each => ({ ...each, fix: each.fix.slice(1) }));
      const advised = [...typed.flatMap(([rule, name]) => of(found, rule, name)), ...widen];
      await bounded(advised, 4, finding => runAdvice(live, finding, { yes: asks(finding) }));
      await Promise.all([write('skewed', 20), write('narrow', 20, { key: 'k' })]);
      how = { ...how, topics: Object.values(topic).filter(name => name !== topic.quiet) };
      const findings = await examine();
      for (const [rule, name] of typed.filter(([, name]) => !['wide', 'hot'].includes(name)))
        expect(of(findings, rule, name)).toEqual([]);
      expect([...of(findings, 'T02', 'narrow'), ...of(findings, 'T17', 'narrow')]).toEqual([]);
    });
  });
