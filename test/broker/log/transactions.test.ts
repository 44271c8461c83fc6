import { describe, expect, it } from 'vitest';
import { controlBatch } from '../../../src/protocol/records/control.ts';
import { committedValues } from '../../support/committed-records.ts';
import { batchOf, type LogFixture, openLog, START_MS } from '../../support/partition-log.ts';

const leader = { leaderEpoch: 0, origin: 'client' } as const;
const coordinator = { leaderEpoch: 0, origin: 'coordinator' } as const;
const refusal = (error: string) => expect.objectContaining({ error });

/** A batch of a transaction that the coordinator knows of. */
const write = ({ log }: LogFixture, producerId: number, baseSequence: number, producerEpoch = 0) => {
  const batch = batchOf([`${producerId}:${baseSequence}`], {
    producerId,
    producerEpoch,
    baseSequence,
    transactional: true,
  });
  return log.append(batch, { ...leader, verified: true });
};
const end = (
  { log }: LogFixture,
  type: 'commit' | 'abort',
  producerId: number,
  { producerEpoch = 0, coordinatorEpoch = 0 } = {},
) =>
  log.append(controlBatch({ type, producerId, producerEpoch, coordinatorEpoch, timestampMs: START_MS }), coordinator);

describe('the last stable offset', () => {
  it('is the first offset of the oldest open transaction', () => {
    const fixture = openLog();
    const { log, append } = fixture;
    append(2);
    expect(log.lastStableOffset).toBe(2);
    write(fixture, 1, 0);
    append(1);
    write(fixture, 2, 0);
    write(fixture, 1, 1);
    expect(log.lastStableOffset).toBe(2);
    end(fixture, 'commit', 1);
    expect(log.lastStableOffset).toBe(4);
    end(fixture, 'abort', 2);
    expect(log.lastStableOffset).toBe(log.highWatermark);
  });

  it('is not below the start of the log', () => {
    const fixture = openLog();
    write(fixture, 1, 0);
    write(fixture, 1, 1);
    fixture.log.deleteRecordsBefore(1);
    expect(fixture.log.lastStableOffset).toBe(1);
  });

  it('is the same after a restart, whether clean or not', () => {
    const fixture = openLog();
    fixture.append(1);
    write(fixture, 1, 0);
    write(fixture, 2, 0);
    end(fixture, 'commit', 1);
    expect(fixture.reopen().log.lastStableOffset).toBe(2);
    fixture.log.close({ clean: true });
    expect(fixture.reopen({ cleanShutdown: true, recoveryPoint: 4 }).log.lastStableOffset).toBe(2);
  });
});

describe('aborted transactions', () => {
  it('are told of those that the range reaches into', () => {
    const fixture = openLog();
    const { log } = fixture;
    write(fixture, 1, 0);
    write(fixture, 2, 0);
    end(fixture, 'abort', 1);
    end(fixture, 'abort', 2);
    write(fixture, 3, 0);
    end(fixture, 'commit', 3);
    const of = (from: number, upTo: number) => log.abortedTransactions(from, upTo).map(each => each.producerId);
    expect(of(0, 6)).toEqual([1, 2]);
    expect(of(0, 1)).toEqual([1]);
    expect(of(3, 6)).toEqual([2]);
    expect(of(4, 6)).toEqual([]);
    expect(committedValues(log)).toEqual(['3:0']);
  });

  it('without data here are not in the index', () => {
    const fixture = openLog();
    end(fixture, 'abort', 1);
    expect(fixture.log.abortedTransactions(0, 1)).toEqual([]);
    expect(fixture.fs.list('/data/orders-0').filter(name => name.endsWith('.txnindex'))).toEqual([]);
  });

  it('stand in the index as Kafka writes it', () => {
    const fixture = openLog();
    fixture.append(1);
    write(fixture, 7, 0);
    write(fixture, 8, 0);
    end(fixture, 'abort', 8);
    fixture.log.close({ clean: true });
    const path = '/data/orders-0/00000000000000000000.txnindex';
    const descriptor = fixture.fs.open(path, 'r');
    const bytes = Buffer.alloc(fixture.fs.status(path)!.sizeBytes);
    fixture.fs.read(descriptor, bytes, 0, bytes.length, 0);
    expect(bytes.length).toBe(34);
    expect(bytes.readInt16BE(0)).toBe(0);
    expect([2, 10, 18, 26].map(at => Number(bytes.readBigInt64BE(at)))).toEqual([8, 2, 3, 1]);
  });
});

describe('a batch of a transaction', () => {
  it('is refused unless the coordinator knows of it, until the first one is in', () => {
    const { log } = openLog();
    const batch = () => batchOf(1, { producerId: 1, baseSequence: 0, transactional: true });
    expect(() => log.append(batch(), leader)).toThrow(refusal('INVALID_TXN_STATE'));
    log.append(batch(), { ...leader, verified: true });
    log.append(batchOf(1, { producerId: 1, baseSequence: 1, transactional: true }), leader);
  });

  it('of an epoch that was fenced says so rather than that it was not verified', () => {
    const fixture = openLog();
    end(fixture, 'abort', 1, { producerEpoch: 5 });
    const late = batchOf(1, { producerId: 1, producerEpoch: 4, transactional: true });
    expect(() => fixture.log.append(late, leader)).toThrow(refusal('INVALID_PRODUCER_EPOCH'));
  });

  it('that is repeated after its marker is known again while the epoch is the same', () => {
    const fixture = openLog();
    write(fixture, 1, 0);
    end(fixture, 'commit', 1);
    const again = batchOf(['1:0'], { producerId: 1, baseSequence: 0, transactional: true });
    expect(fixture.log.append(again, leader)).toMatchObject({ baseOffset: 0, duplicate: true });
  });

  it('may not be followed by one outside of the transaction', () => {
    const fixture = openLog();
    write(fixture, 1, 0);
    const plain = { producerId: 1, baseSequence: 1 };
    expect(() => fixture.append(1, plain)).toThrow(refusal('INVALID_TXN_STATE'));
    end(fixture, 'abort', 1);
    fixture.append(1, plain);
  });
});

describe('asking the coordinator first', () => {
  const asked = { producerId: 1, producerEpoch: 0, addsPartitions: false };
  const append = ({ log }: LogFixture, baseSequence: number, verified = true) =>
    log.append(batchOf(1, { producerId: 1, baseSequence, transactional: true }), { ...leader, verified });

  it('is needed for the first batch of each transaction only', () => {
    const fixture = openLog();
    expect(fixture.log.needsVerification({ ...asked, firstSequence: 0 })).toBe(true);
    append(fixture, 0);
    expect(fixture.log.needsVerification({ ...asked, firstSequence: 1 })).toBe(false);
    end(fixture, 'commit', 1);
    expect(fixture.log.needsVerification({ ...asked, firstSequence: 1 })).toBe(true);
  });

  it('lets no later batch overtake one that it refused', () => {
    const fixture = openLog();
    fixture.log.needsVerification({ ...asked, firstSequence: 3 });
    fixture.log.needsVerification({ ...asked, firstSequence: 5 });
    expect(() => append(fixture, 5)).toThrow(refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'));
    append(fixture, 3);
    append(fixture, 4, false);
  });

  it('makes producers of transaction version 2 begin at 0 where they are not known', () => {
    const fixture = openLog();
    fixture.log.needsVerification({ ...asked, addsPartitions: true, firstSequence: 2 });
    expect(() => append(fixture, 2)).toThrow(refusal('OUT_OF_ORDER_SEQUENCE_NUMBER'));
    append(fixture, 0);
  });

  it('is refused to a producer that was fenced', () => {
    const fixture = openLog();
    end(fixture, 'abort', 1, { producerEpoch: 2 });
    const ask = () => fixture.log.needsVerification({ ...asked, firstSequence: 0 });
    expect(ask).toThrow(refusal('INVALID_PRODUCER_EPOCH'));
  });
});

describe('a marker', () => {
  it('of an older epoch or of an older coordinator is refused', () => {
    const fixture = openLog();
    write(fixture, 1, 0, 3);
    expect(() => end(fixture, 'abort', 1, { producerEpoch: 2 })).toThrow(refusal('INVALID_PRODUCER_EPOCH'));
    end(fixture, 'abort', 1, { producerEpoch: 3, coordinatorEpoch: 4 });
    write(fixture, 1, 1, 3);
    expect(() => end(fixture, 'commit', 1, { producerEpoch: 3, coordinatorEpoch: 3 })).toThrow(
      refusal('TRANSACTION_COORDINATOR_FENCED'),
    );
    expect(fixture.log.lastStableOffset).toBe(2);
  });

  it('of a higher epoch fences the producer and clears what it had written (KIP-890)', () => {
    const fixture = openLog();
    write(fixture, 1, 0);
    end(fixture, 'commit', 1, { producerEpoch: 1 });
    expect(() => write(fixture, 1, 1)).toThrow(refusal('INVALID_PRODUCER_EPOCH'));
    expect(write(fixture, 1, 0, 1)).toMatchObject({ baseOffset: 2, duplicate: false });
  });

  it('is not compressed, whatever the topic asks for', () => {
    const fixture = openLog({ config: { compressionType: 'gzip' } });
    write(fixture, 1, 0);
    end(fixture, 'abort', 1);
    expect(fixture.log.abortedTransactions(0, 2)).toHaveLength(1);
    expect(fixture.reopen().log.abortedTransactions(0, 2)).toHaveLength(1);
  });
});

describe('a producer with an open transaction', () => {
  it('is not forgotten, however long it is idle', () => {
    const fixture = openLog();
    write(fixture, 1, 0);
    fixture.append(1, { producerId: 2 });
    fixture.log.expireProducers(-1);
    expect(Array.from(fixture.log.activeProducers, each => each.producerId)).toEqual([1]);
  });
});
