/** mq doctor about the cluster itself: how many brokers there are, and what a host has room for, by the facts that somebody hands in. */
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/kafka/index.ts';
import { examineLive } from '../support/doctor.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';

export default (cluster: LiveCluster) =>
  describe(`mq doctor about the cluster on ${cluster.name}`, () => {
    it('calls a single broker what it is, and three enough', async () => {
      const { findings } = await examineLive(cluster, ['B33']);
      expect(findings).toMatchObject(
        cluster.nodes === 1
          ? [{ severity: 'info', observed: '1 broker: nothing can be replicated; fine for development' }]
          : [],
      );
    });

    it('counts segments against the limits of the host', async () => {
      await newTopic(cluster, 'segments', 3);
      const gateway = await connect({ bootstrap: cluster.bootstrap, clientId: 'doctor' });
      const { brokers } = await gateway.metadata([]);
      await gateway.close();
      const { nodeId: node } = brokers[0]!;
      const facts = { node, openFilesLimit: 3, maxMapCount: 6, heapBytes: 9 * 1024 ** 3 };
      const given = { host: [facts], earlier: [] };
      const { findings } = await examineLive(cluster, ['B23', 'B24', 'B49'], { given });
      expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual(
        ['B23', 'B24', 'B49'].map(rule => [rule, { type: 'broker', broker: node }]),
      );
      const roomy = { ...facts, openFilesLimit: 1e6, maxMapCount: 1e6, heapBytes: 1024 ** 3 };
      const { clean } = await examineLive(cluster, ['B23', 'B24', 'B49'], { given: { host: [roomy], earlier: [] } });
      expect(clean).toEqual(['B23', 'B24', 'B49']);
    });
  });
