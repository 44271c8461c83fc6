import { describe, expect, it } from 'vitest';
import { kafkaDefaults } from '../../../../src/advisors/plan/partitions/costs.ts';
import { type PartitionsQuestion, planPartitions } from '../../../../src/advisors/plan/partitions/partitions.ts';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';

const MB = 1e6;
const question = (given: Partial<PartitionsQuestion> = {}): PartitionsQuestion => ({
  targetBytesPerSec: 200 * MB,
  producerBytesPerSec: 20 * MB,
  consumerBytesPerSec: 5 * MB,
  growth: 1,
  brokers: 3,
  replicationFactor: 3,
  recordBytes: 1024,
  topic: undefined,
  others: undefined,
  storage: kafkaDefaults,
  ...given,
});

describe('planPartitions', () => {
  it("shows the document's rule and its correction side by side", () => {
    const plan = planPartitions(question());
    expect(plan.document).toMatchObject({ formula: 'Tt / max(Tp, Tc)', partitions: 10 });
    expect(plan.document.arithmetic).toBe('200 MB/s / max(20 MB/s, 5 MB/s) = 10');
    expect(plan.corrected).toMatchObject({ formula: 'max(Tt / Tp, Tt / Tc)', partitions: 40 });
    expect(plan.corrected.arithmetic).toBe('max(200 MB/s / 20 MB/s, 200 MB/s / 5 MB/s) = max(10, 40) = 40');
  });

  it('says what piles up when one follows the document', () => {
    const { consequence } = planPartitions(question()).document;
    expect(consequence).toContain('10 × 5 MB/s = 50 MB/s is all that consumers get through');
    expect(consequence).toContain('150 MB/s (540 GB an hour)');
  });

  it('agrees with the document when Tp equals Tc', () => {
    const plan = planPartitions(question({ consumerBytesPerSec: 20 * MB }));
    expect(plan.document.partitions).toBe(plan.corrected.partitions);
    expect(plan.document.consequence).toMatch(/^enough/);
  });

  it('recommends a multiple of the brokers, and as many consumers as Tc asks for', () => {
    expect(planPartitions(question()).recommendation).toMatchObject({ partitions: 42, consumers: 40 });
    expect(planPartitions(question({ brokers: undefined })).recommendation.partitions).toBe(40);
  });

  it('plans for the growth asked for', () => {
    expect(planPartitions(question({ growth: 2 })).corrected.partitions).toBe(80);
  });

  it('never recommends fewer partitions than the topic has', () => {
    const plan = planPartitions(question({ topic: { name: 'orders', partitions: 64 } }));
    expect(plan.recommendation.partitions).toBe(66);
    expect(plan.recommendation.why).toContain('cannot take partitions away');
  });

  it('counts the cap over the whole cluster', () => {
    const plan = planPartitions(question({ others: { partitions: 850, replicas: 2550 } }));
    expect(plan.cap).toMatchObject({
      documentClusterPartitions: 900,
      clusterPartitions: 892,
      leadersPerBroker: 298,
      replicasPerBroker: 892,
    });
    expect(plan.overCap).toBe(false);
    expect(plan.cap?.verdict).toContain('298 leaders per broker');
  });

  it('is over the cap beyond 100·N·F', () => {
    const plan = planPartitions(question({ targetBytesPerSec: 5000 * MB }));
    expect(plan.recommendation.partitions).toBe(1002);
    expect(plan.overCap).toBe(true);
    expect(plan.cap?.verdict).toContain("document's cap of 900");
  });

  it('knows no cap without the number of brokers', () => {
    expect(planPartitions(question({ brokers: undefined })).cap).toBeUndefined();
  });

  it('says which share of the keys moves when the count changes', () => {
    const moved = (from: number, to: number) =>
      planPartitions(
        question({
          topic: { name: 't', partitions: from },
          targetBytesPerSec: to * 5 * MB,
          brokers: 1,
          replicationFactor: 1,
        }),
      ).keyedOrder;
    expect(moved(4, 12)).toContain('67 %');
    expect(moved(6, 6)).toContain('stays');
    expect(moved(4, 5)).toContain('80 %');
  });

  it('prices handles, memory, disk and replication', () => {
    const { cost } = planPartitions(question());
    expect(cost.producerMemoryBytes).toBe(42 * 16_384);
    expect(cost.replicationBytesPerSec).toBe(400 * MB);
    expect(cost.retainedBytes).toBeCloseTo(200 * MB * 604_800 * 3, -6);
    expect(cost.fileHandlesPerBroker).toBe(cost.segmentsPerBroker);
    expect(cost.notes.join()).toContain('vm.max_map_count');
  });

  it('ends with the exact next command', () => {
    expect(planPartitions(question()).next).toEqual(['mq topic create TOPIC --partitions 42 --replication-factor 3']);
    const topic = { name: 'orders', partitions: 6 };
    expect(planPartitions(question({ topic })).next).toEqual([
      'mq plan migrate --topic orders --group GROUP --to orders-wide --partitions 42',
      'mq backlog drain --topic orders --group GROUP --to orders-wide --create --partitions 42 --dry-run',
    ]);
    expect(planPartitions(question({ topic: { name: 'orders', partitions: 42 } })).next).toEqual([
      'mq topic describe orders',
    ]);
  });

  it('says that no number of partitions divides a hot key', () => {
    const skew = (share: number) => ({ hottest: [{ key: 'acme', share }], distinctKeys: 90, withoutKey: 0 });
    const hot = planPartitions(question({ skew: skew(0.031) }));
    expect(overLimits(hot)).toMatchObject([{ what: 'the hottest key', value: 6.2 * MB, limit: 5 * MB }]);
    expect(overLimits(hot)[0]?.advice).toContain('more partitions will not help: acme alone has 3.1 %');
    expect(hot.steps.find(({ what }) => what === 'partitions that help')?.value).toBe(32);
    expect(overLimits(planPartitions(question({ skew: skew(0.025) })))).toEqual([]);
  });

  it('refuses a rate of zero', () => {
    expect(() => planPartitions(question({ consumerBytesPerSec: 0 }))).toThrow('Tc must be above zero, not 0');
  });
});
