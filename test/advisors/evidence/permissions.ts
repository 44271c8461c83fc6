/** What a user who may not see everything is told: one half survives, the other is named with the ACL that would bring it. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { examineCluster } from '../../../src/advisors/doctor.ts';
import { collectEvidence } from '../../../src/advisors/evidence/collect/collect.ts';
import type { EvidenceKind } from '../../../src/advisors/evidence/kinds.ts';
import { createTopics } from '../../../src/kafka/admin/topics.ts';
import { commitOffsets } from '../../../src/kafka/committed-offsets.ts';
import { type Cluster, connect } from '../../../src/kafka/index.ts';
import { createAcls } from '../../../src/protocol/apis/30-create-acls.ts';

/** Without ACLs everybody may do everything; super users are not among the test's. */
export const authorizerConfig = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
  'super.users': 'User:admin',
};

const topic = 2;
const group = 3;
const cluster = 4;
const operations = { ALL: 2, READ: 3, DESCRIBE: 8, DESCRIBE_CONFIGS: 10 } as const;

type Acl = [type: number, name: string, principal: string, operation: keyof typeof operations, permission: 2 | 3];
const everybody = (type: number, name: string): Acl => [type, name, 'User:*', 'ALL', 3];
const denied = (type: number, name: string, operation: Acl[3]): Acl => [type, name, 'User:ANONYMOUS', operation, 2];

const acls: Acl[] = [
  everybody(topic, 'closed'),
  denied(topic, 'closed', 'DESCRIBE_CONFIGS'),
  denied(topic, 'closed', 'READ'),
  everybody(group, 'hidden'),
  denied(group, 'hidden', 'DESCRIBE'),
  everybody(cluster, 'kafka-cluster'),
  denied(cluster, 'kafka-cluster', 'DESCRIBE_CONFIGS'),
];

export const permissionSpecification = (
  name: string,
  start: () => Promise<{ bootstrap: string; stop(): Promise<void> }>,
) =>
  describe(`evidence with few permissions on ${name}`, () => {
    let running: Awaited<ReturnType<typeof start>>;
    let user: Cluster;
    beforeAll(async () => {
      running = await start();
      user = await connect({ bootstrap: running.bootstrap });
      const topics = ['open', 'closed'].map(name => ({ name, partitions: 1, replicationFactor: 1 }));
      await createTopics(user, topics);
      await writeInto('closed', running.bootstrap);
      for (const group of ['seen', 'hidden'])
        await commitOffsets(user, group, [{ topic: 'open', partition: 0, offset: 0 }]);
      const creations = acls.map(([resourceType, resourceName, principal, operation, permissionType]) => ({
        resourceType,
        resourceName,
        resourcePatternType: 3,
        principal,
        host: '*',
        operation: operations[operation],
        permissionType,
      }));
      await user.call(createAcls, { creations }, 'controller');
      await vi.waitFor(async () => expect((await evidence('brokerConfigs')).missing).toHaveLength(1), 15_000);
    }, 60_000);
    afterAll(async () => {
      await user?.close();
      await running?.stop();
    });
    const evidence = (kind: EvidenceKind, topics?: string[]) => collectEvidence(user, new Set([kind]), { topics });

    it('brings the topics that may be described, and names the others', async () => {
      const { kinds, missing } = await evidence('topicConfigs');
      expect(kinds.topicConfigs!.open!['retention.ms']).toMatchObject({ source: 'default' });
      expect(missing).toEqual([
        {
          kind: 'topicConfigs',
          subject: 'topic closed',
          reason: 'not allowed (TOPIC_AUTHORIZATION_FAILED)',
          needs: 'DESCRIBE_CONFIGS on topic closed',
        },
      ]);
    });

    it.each(['brokerConfigs', 'quotas'] as const)('names the permission on the cluster for %s', async kind => {
      const { kinds, missing } = await evidence(kind);
      expect(kinds[kind]).toBeUndefined();
      expect(missing).toMatchObject([{ kind, needs: 'DESCRIBE_CONFIGS on cluster' }]);
    });

    it('brings the groups that may be described, and names the others', async () => {
      const { kinds, missing } = await evidence('groups');
      expect(kinds.groups!.map(({ group }) => group)).toEqual(['seen']);
      expect(missing).toMatchObject([{ subject: 'group hidden', needs: 'DESCRIBE on group hidden' }]);
    });

    it('reads no record of a topic that may not be read', async () => {
      const { kinds, missing } = await evidence('samples', ['open', 'closed']);
      expect(kinds.samples).toEqual({ open: { records: [] } });
      expect(missing).toMatchObject([{ subject: 'topic closed', needs: 'READ on topic closed' }]);
    });

    it('lets all rules judge what is left', async () => {
      const { examination } = await examineCluster(user, {});
      expect(examination.clean.length).toBeGreaterThan(10);
      const needs = new Set(examination.unchecked.map(({ needs }) => needs));
      expect(needs).toContain('DESCRIBE_CONFIGS on cluster');
      expect(needs).toContain('DESCRIBE_CONFIGS on topic closed');
    });
  });

async function writeInto(topic: string, bootstrap: string): Promise<void> {
  const producer = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ value: 'nobody else reads this' }] });
  await producer.disconnect();
}
