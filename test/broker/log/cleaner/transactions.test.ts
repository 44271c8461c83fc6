import { describe, expect, it } from 'vitest';
import { attributes, isControl, wholeBatches } from '../../../../src/protocol/records/batch.ts';
import { controlBatch } from '../../../../src/protocol/records/control.ts';
import { compact } from '../../../support/compaction.ts';
import { batchOf, type LogFixture, openLog, readAll, START_MS } from '../../../support/partition-log.ts';
import { seededRandom } from '../../../support/random.ts';
import { readCommitted } from '../../../support/read-committed.ts';

const DAY = 24 * 3_600_000;
const config = { cleanupPolicy: ['compact' as const], segmentBytes: 400, indexIntervalBytes: 100 };

/** The sequence that each producer is at. */
class Producers {
  private readonly log: LogFixture;
  private readonly sequences = new Map<number, number>();

  constructor(log: LogFixture) {
    this.log = log;
  }

  put(id: number, key: string, value: string | null): void {
    const baseSequence = this.sequences.get(id) ?? 0;
    this.sequences.set(id, baseSequence + 1);
    const batch = batchOf([{ key, value }], { producerId: id, baseSequence, transactional: true });
    this.log.log.append(batch, { leaderEpoch: 0, origin: 'client', verified: true });
  }

  end(id: number, type: 'commit' | 'abort'): void {
    const batch = controlBatch({ type, producerId: id, producerEpoch: 0, coordinatorEpoch: 0, timestampMs: START_MS });
    this.log.log.append(batch, { leaderEpoch: 0, origin: 'coordinator' });
  }
}

function roll(fixture: LogFixture): void {
  const { segmentCount } = fixture.log;
  while (fixture.log.segmentCount === segmentCount) fixture.append([{ key: 'filler', value: 'x'.repeat(150) }]);
}

const committed = ({ log }: LogFixture): string[] =>
  readCommitted(log)
    .filter(({ key }) => key !== 'filler')
    .map(({ key, value }) => `${key}=${value}`);

function markers({ log }: LogFixture): number {
  let count = 0;
  for (let offset = 0; offset < log.logEndOffset; ) {
    const { records, nextOffset } = log.read(offset, { maxBytes: 1e6, minOneBatch: true, upTo: log.logEndOffset });
    for (const at of wholeBatches(records[0]!))
      if (isControl(attributes(records[0]!, at)) && records[0]!.readInt32BE(at + 57) > 0) count++;
    offset = nextOffset;
  }
  return count;
}

describe('compaction of transactions', () => {
  it('drops what was aborted, and its marker after delete.retention.ms', async () => {
    const fixture = openLog({ config });
    const producers = new Producers(fixture);
    producers.put(1, 'a', 'committed');
    producers.end(1, 'commit');
    producers.put(2, 'a', 'aborted');
    producers.put(2, 'b', 'aborted');
    producers.end(2, 'abort');
    // Another batch of each, so that none of these is the last one of its producer.
    for (const id of [1, 2]) producers.put(id, `other ${id}`, '1');
    for (const id of [1, 2]) producers.end(id, 'commit');
    roll(fixture);
    await compact(fixture);
    expect(committed(fixture)).toEqual(['a=committed', 'other 1=1', 'other 2=1']);
    expect(readAll(fixture.log).some(({ value }) => value === 'aborted')).toBe(false);
    // The first pass took the data, the second finds the marker with nothing to mark, one after a day takes it.
    for (const ms of [0, DAY]) {
      expect(markers(fixture)).toBe(4);
      await fixture.clock.advance(ms);
      roll(fixture);
      await compact(fixture);
    }
    expect(committed(fixture)).toEqual(['a=committed', 'other 1=1', 'other 2=1']);
    expect(markers(fixture)).toBe(3);
    expect(fixture.log.abortedTransactions(0, fixture.log.logEndOffset)).toEqual([]);
  });

  it('leaves alone what is open, and all after it', async () => {
    const fixture = openLog({ config });
    const producers = new Producers(fixture);
    for (let i = 0; i < 3; i++) fixture.append([{ key: 'a', value: String(i) }]);
    roll(fixture);
    producers.put(1, 'b', 'undecided');
    roll(fixture);
    for (let i = 3; i < 6; i++) fixture.append([{ key: 'a', value: String(i) }]);
    roll(fixture);
    await compact(fixture);
    const values = readAll(fixture.log).filter(({ key }) => key !== 'filler');
    expect(values.map(({ value }) => value)).toEqual(['2', 'undecided', '3', '4', '5']);
  });

  it('keeps every committed value and shows no aborted one, in random histories with crashes between', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      let fixture = openLog({ config });
      let producers = new Producers(fixture);
      const open = new Map<number, Map<string, string | null>>();
      const expected = new Map<string, string | null>();
      const commit = (values: Map<string, string | null>) => {
        for (const [key, value] of values) expected.set(key, value);
      };
      for (let step = 0; step < 120; step++) {
        const id = 1 + random.below(3);
        const key = `key ${id} ${random.below(4)}`; // a key is of one producer: the order of commits is that of offsets
        const value = random.chance(0.2) ? null : `value ${step}`;
        if (random.chance(0.6)) {
          producers.put(id, key, value);
          open.set(id, (open.get(id) ?? new Map()).set(key, value));
        } else if (open.has(id)) {
          const type = random.pick(['commit', 'abort'] as const);
          producers.end(id, type);
          if (type === 'commit') commit(open.get(id)!);
          open.delete(id);
        }
        if (random.chance(0.05)) await compact(fixture);
        if (random.chance(0.05)) await fixture.clock.advance(DAY);
        if (random.chance(0.03)) {
          fixture.log.close({ clean: false });
          const sequences = producers;
          fixture = fixture.reopen({ recoveryPoint: random.chance(0.5) ? 0 : fixture.log.recoveryPoint });
          producers = Object.assign(new Producers(fixture), { sequences: Reflect.get(sequences, 'sequences') });
        }
      }
      for (const id of open.keys()) producers.end(id, 'abort');
      const view = (): Map<string, string | null> => {
        const values = new Map<string, string | null>();
        for (const { key, value } of readCommitted(fixture.log)) values.set(key!, value);
        return values;
      };
      const live = (values: Map<string, string | null>) => new Map([...values].filter(([, value]) => value !== null));
      expect(live(view()), `seed ${seed}`).toEqual(live(expected));
      fixture.append([{ key: 'filler', value: 'x'.repeat(300) }]);
      fixture.append([{ key: 'filler', value: 'x'.repeat(300) }]);
      await compact(fixture);
      const after = view();
      after.delete('filler');
      expect(live(after), `seed ${seed}`).toEqual(live(expected));
    }
  });
});
