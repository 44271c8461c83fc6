import { describe, expect, it } from 'vitest';
import type { RecordSample } from '../../../../src/advisors/plan/observe/record-sample.ts';
import { type OrderQuestion, planOrder } from '../../../../src/advisors/plan/order/order.ts';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';

const sample: RecordSample = {
  records: 1000,
  plainBytes: 100,
  storedBytes: 50,
  codecs: { none: 1000 },
  misplaced: 0,
  hottest: [{ key: 'acme', share: 0.25 }],
  distinctKeys: 40,
  withoutKey: 0,
};
const plan = (given: Partial<OrderQuestion> = {}) =>
  planOrder({
    scope: 'key',
    targetBytesPerSec: 20e6,
    producerBytesPerSec: 25e6,
    consumerBytesPerSec: 5e6,
    partitions: 12,
    ackMs: 5,
    batchBytes: 16_384,
    compacted: false,
    topic: 'orders',
    sample,
    how: { target: 'given', ack: 'given' },
    ...given,
  });
const over = (given: Partial<OrderQuestion>) => overLimits(plan(given)).map(({ what }) => what);
const needed = (scope: OrderQuestion['scope']) =>
  plan({ scope })
    .requirements.map(each => `${each.of}: ${each.needed}`)
    .join('\n');

describe('planOrder', () => {
  it('shows what waiting for each batch costs, and what idempotence gives instead', () => {
    const [one, five] = plan().steps;
    expect(one).toMatchObject({ what: 'one partition, 1 in flight', value: 3_276_800 });
    expect(five).toMatchObject({
      what: 'one partition, 5 in flight',
      value: 16_384_000,
      source: expect.stringContaining('KIP-98'),
    });
    expect(plan().settings.find(({ key }) => key.startsWith('max.in.flight'))?.value).toBe('5');
  });

  it('has the requirements of the scope, and no others', () => {
    expect(needed('key')).toContain('the key is what must be in order');
    expect(needed('key')).toContain('never add partitions');
    expect(needed('key')).not.toContain('exactly one');
    expect(needed('global')).toContain('partitions: exactly one');
    expect(needed('global')).not.toContain('never add partitions');
    expect(needed('partition')).toContain('name the partition');
    for (const scope of ['key', 'partition', 'global'] as const) expect(needed(scope)).toContain('idempotent');
  });

  it.each<[string, Partial<OrderQuestion>, string[]]>([
    ['a topic in order', {}, []],
    ['a key that one consumer does not carry', { targetBytesPerSec: 20e6 + 4 }, ['the hottest key']],
    ['records without a key', { sample: { ...sample, withoutKey: 0.001 } }, ['records without a key']],
    ['keys that moved', { sample: { ...sample, misplaced: 0.3 } }, ['keys in another partition']],
    ['nothing known of the topic', { sample: undefined }, []],
  ])('order of keys, with %s', (_, given, expected) => {
    expect(over(given)).toEqual(expected);
  });

  it.each<[string, Partial<OrderQuestion>, string[]]>([
    ['one partition that carries it', { partitions: 1, targetBytesPerSec: 5e6 }, []],
    ['more than one consumer gets through', { partitions: 1, targetBytesPerSec: 5e6 + 1 }, ['target']],
    ['two partitions', { partitions: 2, targetBytesPerSec: undefined }, ['partitions']],
    [
      'keys that moved, which does not matter here',
      { partitions: 1, targetBytesPerSec: 1, sample: { ...sample, misplaced: 1 } },
      [],
    ],
  ])('global order, with %s', (_, given, expected) => {
    expect(over({ scope: 'global', ...given })).toEqual(expected);
  });

  it('sends on to a migration when keys have moved already', () => {
    expect(plan({ sample: { ...sample, misplaced: 0.3 } }).next[0]).toBe(
      'mq plan migrate --topic orders --group GROUP',
    );
  });
});
