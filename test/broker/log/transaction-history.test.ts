/** Random histories of transactions in one partition, against a list of what became of each record. */
import { describe, expect, it } from 'vitest';
import { controlBatch } from '../../../src/protocol/records/control.ts';
import { committedValues } from '../../support/committed-records.ts';
import { batchOf, type LogFixture, openLog, START_MS } from '../../support/partition-log.ts';
import { type Random, seededRandom } from '../../support/random.ts';

type Fate = 'open' | 'committed' | 'aborted';

interface Written {
  readonly offset: number;
  readonly value: string;
  readonly producerId: number;
  fate: Fate;
  markerOffset: number;
}

const open = { fate: 'open', markerOffset: -1 } as const;

class History {
  private written: Written[] = [];
  private readonly sequences = new Map<number, number>();
  private readonly random: Random;
  fixture: LogFixture;

  constructor(random: Random) {
    this.random = random;
    this.fixture = openLog({ config: { segmentBytes: 600, indexIntervalBytes: 100 } });
  }

  async step(): Promise<void> {
    const { random } = this;
    const producerId = 1 + random.below(4);
    const choice = random.below(20);
    if (choice < 9) this.write(producerId);
    else if (choice < 12) this.writePlain();
    else if (choice < 18) this.end(producerId, random.chance(0.5));
    else await this.restart(random.pick(['stopped', 'killed', 'powerless']));
  }

  private write(producerId: number): void {
    const { log } = this.fixture;
    const baseSequence = this.sequences.get(producerId) ?? 0;
    const count = 1 + this.random.below(3);
    const values = Array.from({ length: count }, (_, i) => `${producerId}/${baseSequence + i}`);
    const batch = batchOf(values, { producerId, baseSequence, transactional: true });
    const { baseOffset } = log.append(batch, { leaderEpoch: 0, origin: 'client', verified: true });
    this.sequences.set(producerId, baseSequence + count);
    for (const [i, value] of values.entries())
      this.written.push({ offset: baseOffset + i, value, producerId, ...open });
  }

  private writePlain(): void {
    const value = `plain ${this.written.length}`;
    const { baseOffset } = this.fixture.append([value]);
    this.written.push({ offset: baseOffset, value, producerId: -1, fate: 'committed', markerOffset: -1 });
  }

  private end(producerId: number, commits: boolean): void {
    const type = commits ? 'commit' : 'abort';
    const marker = controlBatch({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestampMs: START_MS });
    const { baseOffset } = this.fixture.log.append(marker, { leaderEpoch: 0, origin: 'coordinator' });
    for (const each of this.written)
      if (each.producerId === producerId && each.fate === 'open')
        Object.assign(each, { fate: commits ? 'committed' : 'aborted', markerOffset: baseOffset });
  }

  /** Stopped cleanly, killed, or without power from one moment to the next. */
  private async restart(how: 'stopped' | 'killed' | 'powerless'): Promise<void> {
    const { log, fs } = this.fixture;
    if (this.random.chance(0.3)) log.flush();
    if (how === 'stopped') await log.settled(); // as the store does it
    if (how === 'stopped') log.close({ clean: true });
    const { recoveryPoint } = log;
    const cleanShutdown = how === 'stopped';
    const found = how === 'killed' ? fs.copy() : fs.afterPowerLoss(cleanShutdown ? 'gone' : this.random);
    this.fixture = this.fixture.reopen({ fs: found, cleanShutdown, recoveryPoint });
    this.forgetFrom(this.fixture.log.logEndOffset);
  }

  private forgetFrom(end: number): void {
    this.written = this.written.filter(({ offset }) => offset < end);
    for (const each of this.written) if (each.markerOffset >= end) Object.assign(each, open);
    this.sequences.clear();
    for (const { producerId } of this.written)
      if (producerId >= 0) this.sequences.set(producerId, (this.sequences.get(producerId) ?? 0) + 1);
  }

  check(): void {
    const { log } = this.fixture;
    const undecided = this.written.filter(each => each.fate === 'open');
    expect(log.lastStableOffset).toBe(undecided[0]?.offset ?? log.logEndOffset);
    const from = this.random.below(log.logEndOffset + 1);
    const visible = this.written.filter(
      ({ offset, fate }) => fate === 'committed' && offset >= from && offset < log.lastStableOffset,
    );
    expect(committedValues(log, from, 1 + this.random.below(600))).toEqual(visible.map(each => each.value));
  }
}

describe('random histories of transactions in a partition', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed))(
    'show what was committed, and nothing else (seed %i)',
    async seed => {
      const history = new History(seededRandom(seed));
      for (let i = 0; i < 80; i++) {
        await history.step();
        history.check();
      }
    },
  );
});
