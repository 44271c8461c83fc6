/** Rules that hold files against a cluster: found, with their numbers, and gone when the advice was followed. */
import { Kafka, logLevel } from 'kafkajs';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientsOf, type Files } from '../support/client-file.ts';
import { examineLive, runAdvice } from '../support/doctor.ts';
import { type LiveSpecification, newTopic, uniqueName } from '../support/live.ts';
import { mq } from '../support/run.ts';

const specification: LiveSpecification = cluster => {
  describe(`mq lint beside ${cluster.name}`, () => {
    let topic: string;
    const group = uniqueName('lint-readers');
    beforeAll(async () => {
      topic = await newTopic(cluster, 'lint', 4, { 'max.message.bytes': '1000' });
    });

    const judged = async (rule: string, files: Files, topics?: string[]) => {
      const clients = await clientsOf(files);
      const { findings } = await examineLive(cluster, [rule], { given: { clients, earlier: [] }, topics });
      return findings;
    };
    const outgoing = (setting: string) => ({ 'application.properties': `mp.messaging.outgoing.${topic}.${setting}\n` });

    it('P08: a batch for each partition does not fit into the buffer', async () => {
      const [finding] = await judged('P08', outgoing('buffer.memory=65535'));
      expect(finding).toMatchObject({ numbers: { partitions: 4, batchBytes: 16384, bufferBytes: 65535 } });
      expect(await judged('P08', outgoing('buffer.memory=65536'))).toEqual([]);
    });

    it('P10: the topic takes less than the producer may send, until it is told to', async () => {
      const [finding] = await judged('P10', outgoing('max.request.size=2000'));
      expect(finding).toMatchObject({ numbers: { requestBytes: 2000, topicBytes: 1000 } });
      await runAdvice(cluster, finding!, { yes: true });
      expect(await judged('P10', outgoing('max.request.size=2000'))).toEqual([]);
    });

    it('C05: the brokers say which sessions they allow', async () => {
      const [finding] = await judged('C05', { 'consumer.properties': 'session.timeout.ms=5999' });
      expect(finding).toMatchObject({ severity: 'error', numbers: { sessionMs: 5999, min: 6000, max: 1_800_000 } });
      expect(await judged('C05', { 'consumer.properties': 'session.timeout.ms=6000' })).toEqual([]);
    });

    it('C07: a topic has records of transactions', async () => {
      const files = { 'application.properties': `mp.messaging.incoming.${topic}.group.id=${group}\n` };
      expect(await judged('C07', files, [topic])).toEqual([]);
      const kafka = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING });
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        transactionalId: uniqueName('lint'),
      });
      await producer.connect();
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value: 'one' }] });
      await transaction.commit();
      await producer.disconnect();
      expect(await judged('C07', files, [topic])).toMatchObject([
        { rule: 'C07', subject: { path: 'application.properties' } },
      ]);
    });

    it('C08: a group is behind and fetches little', async () => {
      const files = { 'consumer.properties': `group.id=${group}\nmax.poll.records=10\n` };
      const env = { MQ_BOOTSTRAP_SERVER: cluster.bootstrap };
      const backlog = await newTopic(cluster, 'lint-backlog', 1);
      await mq(['produce', backlog], { stdin: 'x\n'.repeat(10_050), env });
      await mq(['consume', backlog, '--group', group, '--from', 'earliest', '--max-records', '4', '--commit'], { env });
      const [finding] = await judged('C08', files);
      expect(finding!.numbers!.lagRecords).toBeGreaterThan(10_000);
      await mq(['consume', backlog, '--group', group, '--commit', '--exit'], { env });
      expect(await judged('C08', files)).toEqual([]);
    });

    it('C14: no broker looks at a rack', async () => {
      const [finding] = await judged('C14', { 'consumer.properties': 'client.rack=eu-1a' });
      expect(finding).toMatchObject({ numbers: { brokersWithout: cluster.nodes } });
    });

    it('all of them as one command', async () => {
      const { json, code } = await mq([
        'lint',
        'test/advisors/lint/files/consumer.properties',
        '-b',
        cluster.bootstrap,
        '-o',
        'json',
      ]);
      expect({ json, code }).toMatchObject({ code: 0, json: { findings: [] } });
    });
  });
};

export default specification;
