import { describe, expect, it } from 'vitest';
import { openLog, readAll, START_MS } from '../../support/partition-log.ts';

const from = (baseSequence: number, producerEpoch = 0) => ({ producerId: 1000, producerEpoch, baseSequence });
const outOfOrder = expect.objectContaining({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });

describe('an idempotent producer', () => {
  it('gets the first answer again for a batch that it repeats, and nothing is appended', () => {
    const { append, log } = openLog();
    const first = append(3, from(0));
    append(2, from(3));
    // With the time of the batch, where a first answer has none: so does Kafka.
    expect(append(3, from(0))).toEqual({ ...first, duplicate: true, logAppendTimeMs: START_MS });
    expect(append(2, from(3))).toMatchObject({ baseOffset: 3, lastOffset: 4, duplicate: true });
    expect(log.logEndOffset).toBe(5);
  });

  it('may repeat its last five batches; an older one is out of order', () => {
    const { append } = openLog();
    for (let i = 0; i < 6; i++) append(1, from(i));
    for (let i = 1; i < 6; i++) expect(append(1, from(i))).toMatchObject({ baseOffset: i, duplicate: true });
    expect(() => append(1, from(0))).toThrow(outOfOrder);
  });

  it('may leave no sequence out and may not overlap', () => {
    const { append, log } = openLog();
    append(2, from(0));
    expect(() => append(1, from(3))).toThrow(outOfOrder);
    expect(() => append(2, from(1))).toThrow(outOfOrder);
    expect(log.logEndOffset).toBe(2);
    append(1, from(2));
  });

  it('goes on at 0 after 2^31−1, within a batch as well', () => {
    const { append } = openLog();
    append(2, from(2 ** 31 - 3));
    append(3, from(2 ** 31 - 1));
    expect(append(3, from(2 ** 31 - 1))).toMatchObject({ baseOffset: 2, lastOffset: 4, duplicate: true });
    expect(append(1, from(2))).toMatchObject({ baseOffset: 5 });
    const again = openLog();
    again.append(1, from(2 ** 31 - 1));
    expect(again.append(1, from(0))).toMatchObject({ baseOffset: 1, duplicate: false });
  });

  it('that the partition does not know may begin anywhere (KIP-360)', () => {
    expect(openLog().append(1, from(77))).toMatchObject({ baseOffset: 0 });
  });

  it('starts at 0 with a new epoch, which fences the old one', () => {
    const { append } = openLog();
    append(1, from(0));
    append(1, from(1));
    expect(() => append(1, from(2, 1))).toThrow(outOfOrder);
    append(1, from(0, 1));
    expect(() => append(1, from(2, 0))).toThrow(expect.objectContaining({ error: 'INVALID_PRODUCER_EPOCH' }));
    expect(append(1, from(0, 1))).toMatchObject({ baseOffset: 2, duplicate: true });
  });

  it('does not disturb another', () => {
    const { append } = openLog();
    append(1, { ...from(0), producerId: 1 });
    append(1, { ...from(0), producerId: 2 });
    expect(append(1, { ...from(1), producerId: 1 })).toMatchObject({ baseOffset: 2, duplicate: false });
  });

  it('gets the time of the first append with a repeated batch', async () => {
    const { append, clock } = openLog({ config: { messageTimestampType: 'LogAppendTime' } });
    append(1, from(0));
    await clock.advance(50);
    expect(append(1, from(0))).toMatchObject({ logAppendTimeMs: START_MS, duplicate: true });
  });
});

describe('what a partition knows of its producers', () => {
  it('survives kill −9, but only the last batch counts as a duplicate after a snapshot', () => {
    const fixture = openLog();
    fixture.append(1, from(0));
    fixture.append(2, from(1));
    expect(fixture.reopen().append(2, from(1))).toMatchObject({ baseOffset: 1, duplicate: true });
    fixture.log.close({ clean: true });
    const again = fixture.reopen({ cleanShutdown: true });
    expect(again.append(2, from(1))).toMatchObject({ baseOffset: 1, lastOffset: 2, duplicate: true });
    expect(() => again.append(1, from(0))).toThrow(outOfOrder);
    expect(again.append(1, from(3))).toMatchObject({ baseOffset: 3, duplicate: false });
  });

  it('is replayed from the log when the newest snapshot is broken', () => {
    const fixture = openLog({ config: { segmentBytes: 300 } });
    for (let i = 0; i < 10; i++) fixture.append(1, from(i));
    fixture.log.close({ clean: true });
    const broken = fixture.fs.copy();
    const path = '/data/orders-0/00000000000000000010.snapshot';
    const bytes = broken.content(path);
    bytes[20]! ^= 1;
    broken.put(path, bytes);
    const again = fixture.reopen({ fs: broken, cleanShutdown: true });
    expect(again.append(1, from(9))).toMatchObject({ baseOffset: 9, duplicate: true });
  });

  it('stays when retention has deleted all that a producer wrote, until the producer is idle for long', async () => {
    const fixture = openLog({ config: { segmentBytes: 200, retentionMs: 1000 } });
    fixture.append(1, from(0));
    fixture.append(1, from(1));
    await fixture.clock.advance(2000);
    expect(fixture.log.enforceRetention()).toBeGreaterThan(0);
    expect(readAll(fixture.log)).toEqual([]);
    expect(() => fixture.append(1, from(7))).toThrow(outOfOrder);
    fixture.log.close({ clean: true });
    const again = fixture.reopen({ cleanShutdown: true });
    expect(() => again.append(1, from(7))).toThrow(outOfOrder);
    await fixture.clock.advance(86_400_000);
    again.log.expireProducers(86_400_000);
    expect(again.append(1, from(7))).toMatchObject({ duplicate: false });
  });

  it('is not forgotten while the producer writes old records', async () => {
    const { append, log, clock } = openLog();
    const old = [{ timestampMs: START_MS - 30 * 86_400_000 }];
    append(old, from(0));
    await clock.advance(86_399_999);
    log.expireProducers(86_400_000);
    expect(append(old, from(0))).toMatchObject({ duplicate: true });
  });
});
