/** Rules about how far groups are, on groups that really are so far. Time is told: each moment is seen as it is, and dated back. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moment } from '../../src/advisors/evidence/history.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { commitOffsets } from '../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { examineLive, runAdvice, typeCommand } from '../support/doctor.ts';
import { type LiveCluster, newTopics, uniqueName } from '../support/live.ts';
import { joinMembers, type Member } from '../support/members.ts';
import { momentOf } from '../support/moments.ts';

const MINUTE_MS = 60_000;
const ROUND_MS = 5 * MINUTE_MS;
const ROUNDS = 4;
const HOUR_MS = 3_600_000;
const about = ['grows', 'stands', 'stopped', 'rewound', 'expires', 'passed', 'dead'] as const;
type Name = (typeof about)[number];

const rules = ['G01', 'G02', 'G03', 'G05', 'G10', 'G14', 'T06'];

export default (live: LiveCluster) =>
  describe(`rules about lag on ${live.name}`, () => {
    let cluster: Cluster;
    let topic: Record<Name, string>;
    const group = Object.fromEntries(about.map(name => [name, uniqueName(name)])) as Record<Name, string>;
    const earlier: Moment[] = [];
    let members: readonly Member[];
    let found: readonly Finding[];

    const scope = () => ({ topics: Object.values(topic), groups: Object.values(group) });
    const examine = async () => (await examineLive(live, rules, { ...scope(), given: { earlier } })).findings;
    const of = (findings: readonly Finding[], rule: string, name: Name) =>
      findings.filter(
        ({ subject, ...finding }) => finding.rule === rule && 'group' in subject && subject.group === group[name],
      );

    /** Records of the first partition, so long ago. */
    async function write(name: Name, count: number, agoMs: number) {
      const producer = await openProducer(cluster);
      const builder = new BatchBuilder();
      for (let i = 0; i < count; i++) builder.append({ key: null, value: null, timestampMs: Date.now() - agoMs });
      producer.send(topic[name], 0, builder.build());
      await producer.flush();
      await producer.close();
    }
    const commit = (name: Name, offset: number) =>
      commitOffsets(cluster, group[name], [{ topic: topic[name], partition: 0, offset }]);

    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
      const hour = { 'retention.ms': `${HOUR_MS}` };
      topic = await newTopics(live, {
        grows: { partitions: 2, config: hour },
        stands: { partitions: 1 },
        stopped: { partitions: 1 },
        rewound: { partitions: 1 },
        expires: { partitions: 1, config: hour },
        passed: { partitions: 1 },
        dead: { partitions: 1 },
      });
      const join = (name: Name, owned: number[]) =>
        joinMembers(live.bootstrap, group[name], [{ owns: { [topic[name]]: owned } }]);
      members = (
        await Promise.all([join('grows', [0, 1]), join('stands', [0]), join('rewound', [0]), join('dead', [0])])
      ).flat();
      const [grows, stands, rewound, dead] = members as [Member, Member, Member, Member];
      await Promise.all([
        write('stands', 50, 0),
        write('stopped', 50, 0),
        write('rewound', 600, 0),
        write('expires', 10, 40 * MINUTE_MS),
        write('passed', 20, 0),
        write('dead', 50, 2 * HOUR_MS),
      ]);
      await stands.commit(topic.stands, 0, 10);
      await dead.commit(topic.dead, 0, 10);
      await dead.leave();
      await Promise.all([commit('stopped', 10), commit('expires', 5), commit('passed', 3)]);
      const admin = new Kafka({ brokers: live.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.fetchTopicOffsets(topic.passed); // or it does not know whom to ask
      await admin.deleteTopicRecords({ topic: topic.passed, partitions: [{ partition: 0, offset: '10' }] });
      await admin.disconnect();

      for (let round = 0; round < ROUNDS; round++) {
        const agoMs = (ROUNDS - 1 - round) * ROUND_MS;
        await write('grows', 1000, agoMs);
        await grows.commit(topic.grows, 0, 400 * (round + 1));
        await rewound.commit(topic.rewound, 0, [500, 100, 200, 300][round]!);
        if (agoMs > 0) earlier.push(await momentOf(cluster, scope(), agoMs));
      }
      found = await examine();
    }, 60_000);
    afterAll(async () => {
      await Promise.all((members ?? []).map(member => member.leave()));
      await cluster?.close();
    });

    it('G01 names the state of each group, with numbers', () => {
      const text = (name: Name) => of(found, 'G01', name).map(({ severity, observed }) => `${severity} ${observed}`);
      expect(text('grows')).toEqual(['warning WARN: 2,400 offsets behind, and grows by 2 offsets/s']);
      expect(text('stands')).toEqual([
        expect.stringMatching(/^error STALL: 40 offsets behind; no commit has moved for 15m/),
      ]);
      expect(text('stopped')).toEqual([
        expect.stringMatching(/^error STOP: 40 offsets behind; no commit has moved for 15m/),
      ]);
      expect(text('rewound')).toEqual(['error REWIND: 300 offsets behind']);
      expect(text('expires')).toEqual([expect.stringMatching(/^error EXPIRING: 5 offsets behind/)]);
    });

    it('G02 and G03: how late, and that it never gets done before retention', () => {
      expect(of(found, 'G02', 'grows')).toMatchObject([
        {
          severity: 'warning',
          observed: expect.stringMatching(
            /^the oldest unread record is 10m.* old, in partition 0; 3m is where it counts$/,
          ),
        },
      ]);
      expect(of(found, 'G03', 'grows')).toMatchObject([
        {
          severity: 'critical',
          observed: expect.stringMatching(
            /^partition 0: 2400 behind, reads 1\.3\/s of 3\.3\/s written: never to work it off; retention begins to delete what is unread in 1h 2\dm/,
          ),
        },
      ]);
    });

    it('G05: there is room for a second member', () => {
      expect(of(found, 'G05', 'grows')).toMatchObject([
        { observed: '1 member for 2 partitions, 2,400 offsets behind and 120 more each minute' },
      ]);
    });

    it('G10: what was deleted unread', () => {
      expect(of(found, 'G10', 'passed')).toMatchObject([
        { severity: 'error', observed: '7 offsets were deleted unread; partition 0 has 3 committed and starts at 10' },
      ]);
    });

    it('G12: commits that are about to expire', async () => {
      const [, ...later] = earlier;
      const longAgo = { ...earlier[0]!, atMs: Date.now() - 6 * 24 * HOUR_MS };
      const { findings } = await examineLive(live, ['G12'], {
        groups: [group.dead],
        given: { earlier: [longAgo, ...later] },
      });
      expect(findings).toMatchObject([
        { subject: { group: group.dead }, observed: 'empty for at least 6d, 86 % of offsets.retention.minutes (7d)' },
      ]);
    });

    it('G14: a group that nobody runs', () => {
      expect(of(found, 'G14', 'dead')).toMatchObject([
        { severity: 'error', observed: expect.stringMatching(/^no members, 40 offsets to read, the oldest for 2h/) },
      ]);
    });

    it('T06: what retention will take', () => {
      expect(of(found, 'T06', 'expires')).toMatchObject([
        {
          severity: 'error',
          observed: expect.stringMatching(
            /^the oldest unread record is 40m.* old, 67 % of retention\.ms \(1h\); nobody is in the group now$/,
          ),
        },
      ]);
    });

    it('G01 and G03: the backlog is drained as advised, and the group told so as the drain says', async () => {
      const advised = [...of(found, 'G01', 'grows'), ...of(found, 'G03', 'grows')];
      expect(new Set(advised.map(({ fix }) => fix[0]!.command)).size).toBe(1);
      const [grows] = members as [Member];
      await grows.leave();
      const { stderr } = await runAdvice(live, advised[0]!);
      expect(stderr).toContain('Verified: 2,400 records found, all that were promised');
      const step = /mq replay --undo \S+\.ends\.csv/.exec(stderr)![0];
      await typeCommand(live, step);
      const left = await examine();
      expect(rules.flatMap(rule => of(left, rule, 'grows'))).toEqual([]);
    });

    it('what is advised can be typed, and mends what was found', { timeout: 60_000 }, async () => {
      const [, stands, rewound] = members as [Member, Member, Member];
      const forget = of(found, 'G14', 'dead').map(({ fix, ...finding }) => ({ ...finding, fix: fix.slice(1) }));
      await Promise.all(
        [...of(found, 'T06', 'expires'), ...forget].map(finding => runAdvice(live, finding, { yes: true })),
      );
      // As the consumers would, once they run and keep up.
      await Promise.all([
        stands.commit(topic.stands, 0, 50),
        rewound.commit(topic.rewound, 0, 600),
        commit('stopped', 50),
        commit('passed', 10), // as kafka-consumer-groups --to-earliest does
      ]);
      const { findings } = await examineLive(live, rules, {
        topics: scope().topics,
        groups: scope().groups.filter(name => name !== group.dead),
        given: { earlier },
      });
      expect(findings.map(({ rule, observed }) => `${rule} ${observed}`).sort()).toEqual([
        expect.stringMatching(/^G01 STOP: 5 offsets/), // its retention is long enough now, and nobody reads it all the same
        expect.stringMatching(/^G02 the oldest unread record is 40m/),
      ]);
    });
  });
