import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { CodecTrial } from '../../../../src/advisors/plan/observe/codec-trial.ts';
import { BatchBuilder } from '../../../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../../../src/protocol/records/cursor.ts';

function trialOf(values: readonly Buffer[]) {
  const builder = new BatchBuilder();
  for (const value of values) builder.append({ key: null, value, timestampMs: 0 });
  const cursor = new RecordCursor().open(builder.build());
  const trial = new CodecTrial(4096);
  while (cursor.next()) trial.add(cursor);
  return trial.results();
}

it('shows what each codec makes of the records, the best first', () => {
  const results = trialOf(
    Array.from({ length: 200 }, (_, i) =>
      Buffer.from(JSON.stringify({ order: i, customer: `c${i % 7}`, state: 'paid' })),
    ),
  );
  expect(results.map(({ codec }) => codec).sort()).toEqual(['gzip', 'lz4', 'snappy', 'zstd']);
  for (const { ratio, bytesPerSec } of results) {
    expect(ratio).toBeGreaterThan(1.5);
    expect(bytesPerSec).toBeGreaterThan(0);
  }
  expect(results.map(({ ratio }) => ratio)).toEqual(results.map(({ ratio }) => ratio).sort((a, b) => b - a));
});

it('shows that random bytes do not get smaller', () => {
  for (const { ratio } of trialOf([randomBytes(3000), randomBytes(3000)])) expect(ratio).toBeLessThan(1.02);
});

it('has no results without records', () => {
  expect(new CodecTrial(4096).results()).toEqual([]);
});
