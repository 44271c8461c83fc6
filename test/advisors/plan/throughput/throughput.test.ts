import { describe, expect, it } from 'vitest';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';
import type { ThroughputQuestion } from '../../../../src/advisors/plan/throughput/question.ts';
import { planThroughput } from '../../../../src/advisors/plan/throughput/throughput.ts';

const plan = (given: Partial<ThroughputQuestion> = {}) =>
  planThroughput({
    targetBytesPerSec: 96e6,
    recordBytes: 1000,
    partitions: 24,
    brokers: 3,
    instances: undefined,
    compressionRatio: 4,
    codec: 'lz4',
    codecs: [],
    producerBytesPerSec: 50e6,
    ackMs: 5,
    lingerBudgetMs: 20,
    stallMs: 1000,
    batchBytes: undefined,
    sweep: [],
    topic: undefined,
    how: { record: 'given', producer: 'given', ack: 'given', ratio: 'given' },
    ...given,
  });
const setting = (key: string, given: Partial<ThroughputQuestion> = {}) =>
  plan(given).settings.find(each => each.key === key)?.value;
const sweep = [
  { batchBytes: 16_384, bytesPerSec: 10e6, batchesPerSec: 610 },
  { batchBytes: 65_536, bytesPerSec: 38e6, batchesPerSec: 580 },
  { batchBytes: 262_144, bytesPerSec: 40e6, batchesPerSec: 152 },
  { batchBytes: 1_000_000, bytesPerSec: 30e6, batchesPerSec: 30 },
];

describe('planThroughput', () => {
  it('reckons on the wire, behind compression', () => {
    expect(plan()).toMatchObject({ wireBytesPerSec: 24e6, instances: 1, flowBytesPerSec: 1e6 });
  });

  it.each([
    // 1 MB/s into a partition: 16 KiB fill in 16.4 ms, 32 KiB in 32.8
    { lingerBudgetMs: 20, batchBytes: 16_384, lingerMs: 17 },
    { lingerBudgetMs: 32.768, batchBytes: 32_768, lingerMs: 32.768 },
    { lingerBudgetMs: 100, batchBytes: 65_536, lingerMs: 66 },
    { lingerBudgetMs: 5, batchBytes: 16_384, lingerMs: 5 },
  ])('takes batches that fill within $lingerBudgetMs ms', ({ lingerBudgetMs, batchBytes, lingerMs }) => {
    expect(plan({ lingerBudgetMs })).toMatchObject({ batchBytes, lingerMs });
  });

  it('says when linger.ms cuts batches short', () => {
    expect(plan({ lingerBudgetMs: 5 })).toMatchObject({ sentBatchBytes: 5000 });
    expect(plan({ lingerBudgetMs: 5 }).notes.join()).toContain('leave before they are full');
    expect(plan({ lingerBudgetMs: 0 }).sentBatchBytes).toBe(250); // a compressed record at the least
  });

  it('takes as many instances as one producer does not carry', () => {
    expect(plan({ targetBytesPerSec: 200e6 }).instances).toBe(1);
    expect(plan({ targetBytesPerSec: 200e6 + 4 }).instances).toBe(2);
    expect(plan({ compressionRatio: 1 })).toMatchObject({ instances: 2, flowBytesPerSec: 2e6 });
  });

  it('holds the instances given against what one carries', () => {
    const over = overLimits(plan({ compressionRatio: 1, instances: 1 }));
    expect(over).toMatchObject([{ what: 'of one instance', value: 96e6, limit: 50e6, advice: '2 instances' }]);
    expect(overLimits(plan({ compressionRatio: 1, instances: 2 }))).toEqual([]);
  });

  it('holds it against five requests in flight, too', () => {
    const far = plan({ ackMs: 200, partitions: 3 });
    expect(far.inFlightBytesPerSec).toBe((3 * 5 * far.batchBytes * 1000) / 200);
    expect(overLimits(far).map(({ what }) => what)).toEqual(['of one instance, in flight']);
  });

  it('counts full batches there: they fill while requests are under way, however short linger.ms is', () => {
    const slow = plan({ ackMs: 100, lingerBudgetMs: 1, partitions: 300, batchBytes: 65_536 });
    expect(slow.sentBatchBytes).toBeLessThan(1000);
    expect(slow.inFlightBytesPerSec).toBe((3 * 5 * 1_048_576 * 1000) / 100);
    expect(overLimits(slow)).toEqual([]);
  });

  it('bounds a request by max.request.size, and the brokers by the partitions', () => {
    const wide = plan({ partitions: 3000, lingerBudgetMs: 100_000, brokers: 3 });
    expect(wide.inFlightBytesPerSec).toBe((3 * 5 * 1_048_576 * 1000) / 5);
    expect(plan({ partitions: 1, brokers: 3, batchBytes: 16_384 }).inFlightBytesPerSec).toBe((5 * 16_384 * 1000) / 5);
  });

  it('buffers what a stall brings on top of what is open', () => {
    // 24 batches of 16 KiB or 24 MB/s for 22 ms, and a second of 24 MB/s
    expect(plan().bufferBytes).toBeCloseTo(24e6 * 0.022 + 24e6);
    expect(setting('buffer.memory')).toBe('33554432');
    expect(setting('buffer.memory', { stallMs: 10_000 })).toBe(
      String(Math.ceil((24e6 * 0.022 + 240e6) / 1_048_576) * 1_048_576),
    );
    expect(plan({ partitions: 10_000, batchBytes: 16_384, stallMs: 0 }).bufferBytes).toBe(163_840_000);
  });

  it('takes none larger than pays off in the sweep, and the rate measured with it', () => {
    const swept = plan({ sweep, lingerBudgetMs: 1000 });
    expect(swept).toMatchObject({ batchBytes: 65_536, producerBytesPerSec: 38e6, instances: 1 });
    expect(plan({ sweep: sweep.slice(0, 1), lingerBudgetMs: 20 })).toMatchObject({ instances: 3, batchBytes: 16_384 });
    expect(plan({ sweep, batchBytes: 300_000 })).toMatchObject({ producerBytesPerSec: 40e6 });
  });

  it('takes the batch that saves instances, though it does not fill in time', () => {
    expect(plan({ sweep, lingerBudgetMs: 20 })).toMatchObject({
      batchBytes: 65_536,
      producerBytesPerSec: 38e6,
      instances: 1,
      lingerMs: 20,
    });
  });

  it('keeps the batch size given', () => {
    expect(plan({ batchBytes: 200_000 })).toMatchObject({ batchBytes: 200_000, lingerMs: 20 });
  });

  it('says what the codec made of the records', () => {
    const codecs = [{ codec: 'lz4' as const, ratio: 4.2, bytesPerSec: 300e6 }];
    expect(plan({ codecs }).settings.find(({ key }) => key === 'compression.type')?.why).toContain(
      '4.2× smaller, at 300 MB/s',
    );
  });

  it('says how many threads compress that much', () => {
    const slow = { codec: 'gzip', codecs: [{ codec: 'gzip' as const, ratio: 4, bytesPerSec: 11e6 }] };
    expect(plan(slow).notes.join()).toContain('gzip takes 11 MB/s in one thread here');
    expect(plan(slow).notes.join()).toContain('9 threads in each instance');
    expect(plan({ ...slow, instances: 9 }).notes.join()).not.toContain('in one thread');
    expect(plan().notes.join()).not.toContain('in one thread');
  });

  it.each(['targetBytesPerSec', 'partitions', 'compressionRatio', 'ackMs'])('refuses %s of zero', name => {
    expect(() => plan({ [name]: 0 })).toThrow(`${name} must be above zero, not 0`);
  });
});
