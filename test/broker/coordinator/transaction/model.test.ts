/**
 * Thousands of random histories: producers of several names and of both kinds of clients, that replace each other, take
 * too long and lose answers; coordinators that start anew; markers and records that cannot be written for a while. The
 * model is what each producer was told. Whatever happens, nothing committed is missing, nothing aborted is seen, and in
 * the end nothing is left open.
 */
import { describe, expect, it } from 'vitest';
import { newTransaction } from '../../../../src/broker/coordinator/transaction/transaction.ts';
import { committedValues } from '../../../support/committed-records.ts';
import { type Random, seededRandom } from '../../../support/random.ts';
import { SimulatedProducer, type SimulatedTransaction } from './simulated-producer.ts';
import { MINUTE_MS, Stage } from './stage.ts';

class History {
  readonly stage = new Stage(3);
  private readonly random: Random;
  private readonly producers: SimulatedProducer[] = [];
  private readonly version: 0 | 2 | 'both';

  constructor(seed: number, version: 0 | 2 | 'both') {
    this.random = seededRandom(seed);
    this.version = version;
    // Some begin with epochs that are about to be used up.
    if (this.random.chance(0.3)) {
      const found = newTransaction('a', 7, this.stage.clock.nowMs());
      this.stage.found({ ...found, producerEpoch: 32766 - this.random.below(6), timeoutMs: MINUTE_MS });
    }
  }

  get transactions(): SimulatedTransaction[] {
    return this.producers.flatMap(producer => producer.transactions);
  }

  async step(): Promise<void> {
    const { random, stage } = this;
    const choice = random.below(100);
    if (choice < 70) await this.someProducer().step();
    else if (choice < 76) await stage.clock.advance(random.pick([10, 1_000, 20_000, 2 * MINUTE_MS]));
    else if (choice < 82) this.restart();
    else if (choice < 88) stage.marking = random.pick([() => 'later' as const, () => undefined, () => undefined]);
    else if (choice < 92)
      stage.refusal = random.pick([undefined, undefined, 'NOT_ENOUGH_REPLICAS', 'KAFKA_STORAGE_ERROR']);
    else this.repeat();
  }

  /** The same or a new one of the name, which then fences the others. */
  private someProducer(): SimulatedProducer {
    const alive = this.producers.filter(producer => !producer.isFenced);
    if (alive.length > 0 && !this.random.chance(0.1)) return this.random.pick(alive);
    const name = this.random.pick(['a', 'b']);
    const version = this.version === 'both' ? (name === 'a' ? 2 : 0) : this.version;
    const producer = new SimulatedProducer(this.stage, this.random, name, version);
    this.producers.push(producer);
    return producer;
  }

  private restart(): void {
    const before = this.told();
    const isEnding = before.some(state => state.includes('Prepare'));
    this.stage.restart();
    if (!isEnding) expect(this.told()).toEqual(before);
  }

  private told(): string[] {
    return Array.from(this.stage.coordinator.all(), ({ lastProducerEpoch: _, partitions, ...rest }) =>
      JSON.stringify({ ...rest, partitions: [...partitions].map(([topic, indexes]) => [topic, [...indexes]]) }),
    );
  }

  /** A request that was under way for long arrives once more; nobody reads the answer. */
  private repeat(): void {
    if (this.version !== 2) return;
    const sent = this.producers.flatMap(producer => producer.sent);
    if (sent.length > 0) this.random.pick(sent)();
  }

  check(): void {
    const seen = this.stage.partitions.flatMap(({ log }) => committedValues(log, 0, 300));
    const visible = new Set(seen);
    expect(visible.size).toBe(seen.length); // each record once
    for (const { values, outcome } of this.transactions) {
      if (outcome !== 'open' && outcome !== 'aborted') continue;
      expect(values.filter(value => visible.has(value))).toEqual([]);
    }
    for (const { log } of this.stage.partitions) expect(log.lastStableOffset).toBeLessThanOrEqual(log.highWatermark);
  }

  /** Everything works again, and time goes by. */
  async settle(): Promise<void> {
    this.stage.refusal = undefined;
    this.stage.marking = () => undefined;
    await this.stage.clock.advance(30_000);
    if (this.random.chance(0.5)) this.restart();
    await this.stage.clock.advance(16 * MINUTE_MS);
  }

  checkEnd(): void {
    this.check();
    const visible = new Set(this.stage.partitions.flatMap(({ log }) => committedValues(log)));
    for (const { values, outcome } of this.transactions) {
      const found = values.filter(value => visible.has(value)).length;
      if (outcome === 'committed') expect(found).toBe(values.length);
      if (outcome === 'unknown') expect([0, values.length]).toContain(found);
    }
    for (const { log } of this.stage.partitions) expect(log.lastStableOffset).toBe(log.highWatermark);
    for (const { state } of this.stage.coordinator.all())
      expect(['Empty', 'CompleteCommit', 'CompleteAbort']).toContain(state);
  }
}

const HISTORIES = Number(process.env.MQ_HISTORIES ?? 200);

describe.each([
  ['of clients of version 2', 2],
  ['of clients of version 0', 0],
  ['of both', 'both'],
] as const)('random histories of transactions %s', (_, version) => {
  it.each(Array.from({ length: 10 }, (_, i) => i))('end well (%i)', async part => {
    for (let i = 0; i < HISTORIES / 10; i++) {
      const seed = part * HISTORIES + i;
      const history = new History(seed, version);
      try {
        for (let step = 0; step < 60; step++) await history.step();
        history.check();
        await history.settle();
        history.checkEnd();
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
