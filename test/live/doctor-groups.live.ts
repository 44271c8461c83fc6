/** Rules about who owns what, on groups whose members really own it. */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moment } from '../../src/advisors/evidence/history.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { aClientFile } from '../support/group-evidence.ts';
import { type LiveCluster, newTopics, uniqueName } from '../support/live.ts';
import { joinLater, joinMembers, type Member, type Membership } from '../support/members.ts';
import { momentOf } from '../support/moments.ts';
import { mq } from '../support/run.ts';

const rules = ['G04', 'G06', 'G07', 'G08', 'G09', 'G11', 'G13', 'G15', 'T01', 'T03', 'T18'];
const names = ['idle', 'unowned', 'uneven', 'mixed', 'never', 'churn', 'eager', 'thirds', 'grown'] as const;
type Name = (typeof names)[number];

export default (live: LiveCluster) =>
  describe(`rules about members on ${live.name}`, () => {
    let cluster: Cluster;
    const group = Object.fromEntries(names.map(name => [name, uniqueName(name)])) as Record<Name, string>;
    let topic: Record<Name | 'uneven2' | 'mixed2', string>;
    const members: Partial<Record<Name, readonly Member[]>> = {};
    let late: Promise<Member>;
    let found: readonly Finding[];

    const scope = () => ({ topics: Object.values(topic), groups: Object.values(group) });
    const examine = async (earlier: readonly Moment[]) => {
      const clients = [aClientFile('consumer', { 'group.id': group.grown })];
      return (await examineLive(live, rules, { ...scope(), given: { earlier, clients } })).findings;
    };
    const of = (findings: readonly Finding[], rule: string, name: Name) =>
      findings
        .filter(({ subject }) =>
          'group' in subject ? subject.group === group[name] : 'topic' in subject && subject.topic === topic[name],
        )
        .filter(each => each.rule === rule);
    const join = async (name: Name, ...memberships: Membership[]) => {
      members[name] = await joinMembers(live.bootstrap, group[name], memberships);
    };
    const leave = async (name: Name, which = members[name]!) => {
      await Promise.all(which.map(member => member.leave()));
      members[name] = members[name]!.filter(member => !which.includes(member));
    };
    async function write(name: Name, partition: number) {
      const producer = await openProducer(cluster);
      const builder = new BatchBuilder();
      builder.append({ key: Buffer.from('k'), value: null, timestampMs: Date.now() });
      producer.send(topic[name], partition, builder.build());
      await producer.flush();
      await producer.close();
    }
    /** Five moments, a second apart as it is told. */
    async function fiveMoments(): Promise<Moment[]> {
      const moments: Moment[] = [];
      for (let ago = 5; ago > 0; ago--) moments.push(await momentOf(cluster, scope(), ago * 1000));
      return moments;
    }
    async function untilState(name: Name, state: string) {
      for (;;) {
        const { groups } = await momentOf(cluster, { groups: [group[name]], topics: [] }, 0);
        if (groups[group[name]]?.state === state) return;
        await setTimeout(20);
      }
    }

    beforeAll(async () => {
      cluster = await connect({ bootstrap: live.bootstrap });
      topic = await newTopics(live, {
        idle: { partitions: 1 },
        unowned: { partitions: 2 },
        uneven: { partitions: 3 },
        uneven2: { partitions: 3 },
        mixed: { partitions: 1 },
        mixed2: { partitions: 1 },
        never: { partitions: 2 },
        churn: { partitions: 1 },
        eager: { partitions: 1 },
        thirds: { partitions: 4 },
        grown: { partitions: 2 },
      });
      const owning = (...owned: { [N in keyof typeof topic]?: number[] }[]): Membership[] =>
        owned.map(each => ({
          owns: Object.fromEntries(Object.entries(each).map(([name, some]) => [topic[name as Name], some])),
        }));
      await Promise.all([
        join('idle', ...owning({ idle: [0] }, { idle: [] })),
        join('unowned', ...owning({ unowned: [0] })),
        join('uneven', ...owning({ uneven: [0, 1], uneven2: [0, 1] }, { uneven: [2], uneven2: [2] })),
        join('mixed', ...owning({ mixed: [0] }, { mixed2: [0] })),
        join('never', ...owning({ never: [0, 1] })),
        join('churn', { owns: { [topic.churn]: [0] }, heartbeatIntervalMs: 20_000 }),
        join('eager', ...owning(...Array.from({ length: 21 }, (_, i) => ({ eager: i === 0 ? [0] : [] })))),
        join('thirds', ...owning({ thirds: [0, 3] }, { thirds: [1] }, { thirds: [2] })),
        join('grown', ...owning({ grown: [0, 1] })),
        write('unowned', 1),
        write('never', 0),
        write('grown', 0),
      ]);
      const before = await momentOf(cluster, scope(), 150_000);
      await write('never', 0);
      const grow = mq(['topic', 'alter', topic.grown, '--partitions', '3', '--yes', '-b', live.bootstrap]);
      late = joinLater(live.bootstrap, group.churn, { owns: { [topic.churn]: [] } });
      late.catch(() => {}); // the last specification looks at it
      await Promise.all([grow, untilState('churn', 'PreparingRebalance')]);
      found = await examine([before, ...(await fiveMoments())]);
    }, 60_000);
    afterAll(async () => {
      await Promise.all(Object.values(members).flatMap(all => all.map(member => member.leave())));
      await (await late)?.leave();
      await cluster?.close();
    });

    it('G04 and T01: more members than one partition has room for', () => {
      expect(of(found, 'G04', 'idle')).toMatchObject([
        { observed: '2 members for 1 partition: 1 of them has nothing to read' },
      ]);
      expect(of(found, 'T01', 'idle')).toMatchObject([{ observed: `1 partition; ${group.idle} has 2 members for it` }]);
    });

    it('G06: a partition that nobody owns', () => {
      expect(of(found, 'G06', 'unowned')).toMatchObject([
        {
          severity: 'error',
          subject: { partitions: [1] },
          observed: '1 of 2 partitions without an owner among 1 member; 1 of them hold records to read',
        },
      ]);
    });

    it('G07: what range does to two topics', () => {
      expect(of(found, 'G07', 'uneven')).toMatchObject([
        { observed: 'members own between 2 and 4 partitions of 2 topics, assigned by range' },
      ]);
    });

    it('G08: two applications in one group', () => {
      expect(of(found, 'G08', 'mixed')).toMatchObject([
        { observed: expect.stringMatching(/^2 members with 2 different subscriptions: 1 on /) },
      ]);
    });

    it('G09: a group that is always rebalancing', () => {
      expect(of(found, 'G09', 'churn')).toMatchObject([
        { severity: 'error', observed: 'in 6 of the last 6 moments the group was rebalancing' },
      ]);
    });

    it('G11: records and no commit', () => {
      expect(of(found, 'G11', 'never')).toMatchObject([
        {
          severity: 'warning',
          subject: { partitions: [0] },
          observed: expect.stringMatching(
            /^no commit in 1 of 2 partitions, which hold records and were written to in the last 2m/,
          ),
        },
      ]);
    });

    it('G13: many members that stop together', () => {
      expect(of(found, 'G13', 'eager')).toMatchObject([{ observed: '21 members with the assignor range' }]);
    });

    it('G15 and T18: a topic with keys that has grown', () => {
      expect(of(found, 'G15', 'grown')).toMatchObject([{ severity: 'warning', subject: { partitions: [2] } }]);
      expect(of(found, 'T18', 'grown')).toMatchObject([
        {
          severity: 'error',
          observed: expect.stringMatching(/^from 2 to 3 partitions since .*: 67 % of the keys go elsewhere$/),
        },
      ]);
    });

    it('T03: partitions that do not divide', () => {
      expect(of(found, 'T03', 'thirds')).toMatchObject([
        {
          observed: '4 partitions for 3 members: some have 2, others 1',
          fix: [{ text: 'Run 4 members, or 2: none of those has more than the busiest has now.' }],
        },
      ]);
    });

    it('what is advised mends what was found', { timeout: 60_000 }, async () => {
      const [first] = members.churn!;
      await Promise.all([
        runAdvice(live, of(found, 'T18', 'grown')[0]!),
        runAdvice(live, of(found, 'T01', 'idle')[0]!), // and G04's, which says the same
        leave('idle', members.idle!.slice(1)),
        leave('unowned'),
        leave('uneven'),
        leave('mixed', members.mixed!.slice(1)),
        leave('eager', members.eager!.slice(1)),
        leave('thirds'),
        leave('churn', [first!]),
        members.never![0]!.commit(topic.never, 0, 1),
      ]);
      const pair = (a: number[], b: number[], ...of: Name[]) =>
        [a, b].map(owned => ({ owns: Object.fromEntries(of.map(name => [topic[name], owned])) }));
      await Promise.all([
        late,
        join('unowned', { owns: { [topic.unowned]: [0, 1] } }),
        join(
          'uneven',
          { owns: { [topic.uneven]: [0, 1], [topic.uneven2]: [2] } },
          { owns: { [topic.uneven]: [2], [topic.uneven2]: [0, 1] } },
        ),
        join('thirds', ...pair([0, 1], [2, 3], 'thirds')),
      ]);
      const findings = await examine(await fiveMoments());
      const mended: [string, Name][] = [
        ['G04', 'idle'],
        ['T01', 'idle'],
        ['G06', 'unowned'],
        ['G07', 'uneven'],
        ['G08', 'mixed'],
        ['G09', 'churn'],
        ['G11', 'never'],
        ['G13', 'eager'],
        ['T03', 'thirds'],
        ['G15', 'grown'], // nothing to mend: no moment remembers it any more
        ['T18', 'grown'],
      ];
      expect(mended.flatMap(([rule, name]) => of(findings, rule, name))).toEqual([]);
    });
  });
