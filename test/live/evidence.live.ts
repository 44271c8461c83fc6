/** Evidence for rules: what a cluster says of itself, each kind once, in bounded requests, and without changing anything. */
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { collectEvidence } from '../../src/advisors/evidence/collect/collect.ts';
import type { CollectOptions } from '../../src/advisors/evidence/collect/collection.ts';
import type { EvidenceKind } from '../../src/advisors/evidence/kinds.ts';
import { connect } from '../../src/kafka/index.ts';
import { newBacklog, record } from '../support/backlog.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';

export default (live: LiveCluster) =>
  describe(`evidence of ${live.name}`, () => {
    const evidence = async (kinds: readonly EvidenceKind[], options: CollectOptions = {}) => {
      const cluster = await connect({ bootstrap: live.bootstrap });
      try {
        return await collectEvidence(cluster, new Set(kinds), options);
      } finally {
        await cluster.close();
      }
    };

    it('holds brokers, their settings and disks, the quorum, features, quotas and ACLs', async () => {
      const kinds = ['cluster', 'brokerConfigs', 'logDirs', 'quorum', 'features', 'quotas', 'acls'] as const;
      const { kinds: found, missing } = await evidence(kinds);
      expect(missing).toEqual([]);
      const ids = found.cluster!.brokers.map(({ nodeId }) => String(nodeId));
      expect(ids).toHaveLength(live.nodes);
      expect(Object.keys(found.brokerConfigs!).sort()).toEqual(ids.sort());
      for (const configs of Object.values(found.brokerConfigs!))
        expect(configs['num.partitions']).toMatchObject({ value: '4', source: 'server-properties' });
      for (const dir of found.logDirs!) expect(dir).toMatchObject({ error: null, usableBytes: expect.any(Number) });
      expect(found.quorum!.voters.map(({ nodeId }) => nodeId)).toContain(found.quorum!.leaderId);
      expect(found.features!.finalized['metadata.version']).toBeGreaterThan(20);
      expect(found.acls).toEqual({ enabled: false, bindings: [] });
    });

    it('holds groups, how far they are, and how old what they have not read is', async () => {
      const { topic, group, committed, records } = await newBacklog(live, { count: 600, partitions: 2, consumed: 100 });
      const kinds = ['topics', 'topicConfigs', 'groups', 'committed', 'offsets', 'oldestUnread', 'history'] as const;
      const { kinds: found, missing } = await evidence(kinds, { topics: [topic], groups: [group] });
      expect(missing).toEqual([]);
      expect(found.groups).toMatchObject([{ group, state: 'Empty', members: [] }]);
      const partitions = committed.map((offset, partition) => ({ partition, offset }));
      expect(found.committed).toEqual([{ group, topics: [{ topic, partitions }] }]);
      const ends = records.map(({ length }, partition) => ({ partition, start: 0, end: length }));
      expect(found.offsets).toEqual({ [topic]: ends });
      for (const { partition, timestampMs } of found.oldestUnread!) {
        const written = records[partition]![committed[partition]!]!.timestampMs;
        expect(Math.abs(timestampMs - written)).toBeLessThan(40_000); // a hundredth of an hour
      }
      expect(found.oldestUnread).toHaveLength(2);
      expect(Object.keys(found.topicConfigs!)).toEqual([topic]);
      const [now, ...others] = found.history!.moments;
      expect(others).toEqual([]);
      expect(now!.groups[group]!.committed).toEqual({ [topic]: committed });
      expect(now!.topics[topic]!.map(({ end }) => end)).toEqual(records.map(({ length }) => length));
    });

    it('holds the members of a group with what they subscribe to', async () => {
      const topic = await newTopic(live, 'read', 2);
      const kafka = new Kafka({ brokers: live.bootstrap.split(','), logLevel: logLevel.NOTHING });
      const member = kafka.consumer({ groupId: `${topic}-group`, maxWaitTimeInMs: 50 });
      await member.connect();
      try {
        await member.subscribe({ topic });
        const joined = new Promise(resolve => member.on(member.events.GROUP_JOIN, resolve));
        await member.run({ eachMessage: async () => {} });
        await joined;
        const { kinds } = await evidence(['groups'], { groups: [`${topic}-group`] });
        expect(kinds.groups).toMatchObject([
          { state: 'Stable', members: [{ subscription: [topic], assignment: [{ topic }] }] },
        ]);
        expect(kinds.groups![0]!.members[0]!.assignment[0]!.partitions.toSorted()).toEqual([0, 1]);
      } finally {
        await member.disconnect();
      }
    });

    it('holds the newest records of a topic without what they hold', async () => {
      const { topic, records } = await newBacklog(live, { count: 300, partitions: 2, codecs: ['lz4'] });
      const { kinds, missing } = await evidence(['samples'], { topics: [topic] });
      expect(missing).toEqual([]);
      const sampled = kinds.samples![topic]!.records;
      expect(sampled).toHaveLength(40);
      for (const { partition, offset, keyHash, headers, codec, timestampMs, sizeBytes } of sampled) {
        const written = records[partition]![offset]!;
        expect(keyHash! % 2).toBe(partition);
        expect(codec).toBe('lz4');
        expect(timestampMs).toBe(written.timestampMs);
        expect(sizeBytes).toBe(written.key!.length + (written.value?.length ?? 0));
        expect(headers).toEqual((written.headers ?? []).map(({ key }) => key));
      }
      expect(JSON.stringify(sampled)).not.toContain(record(1, 50).value!.toString());
    });

    it('says why records are not looked at', async () => {
      const { kinds, missing } = await evidence(['samples']);
      expect(kinds.samples).toBeUndefined();
      expect(missing).toMatchObject([{ kind: 'samples', needs: '--topic NAME' }]);
    });
  });
