/**
 * Fuzzing by hand: npm run fuzz -- --frames 5000000 [--seed 1] [--sasl]. Every 25 000 frames go to a fresh broker, or with --sasl to
 * sessions before which clients authenticate; prints how memory does, and each finding with the frame that made it, and fails if there
 * was one.
 */
import { parseArgs } from 'node:util';
import { fuzz, fuzzConfigs } from '../test/support/fuzz/fuzz.ts';
import { fuzzSasl } from '../test/support/fuzz/sasl.ts';
import { inventedSeeds, recordedSeeds, recordedTokens } from '../test/support/fuzz/seeds.ts';

const PER_BROKER = 25_000;

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    sasl: { type: 'boolean', default: false },
  },
});
const frames = Number(values.frames);
const recorded = recordedSeeds();
const seeds = [...recorded, ...recorded, ...recorded, ...inventedSeeds()];
const heard = recordedTokens();
const started = performance.now();
const shown = new Set<string>();
const totals: Record<string, number> = {};
let found = 0;

for (let sent = 0, run = 0; sent < frames; run++) {
  const now = Math.min(PER_BROKER, frames - sent);
  const what = { frames: now, seed: Number(values.seed) * 1_000_000 + run };
  const { findings, ...counts } = values.sasl
    ? await fuzzSasl({ ...what, heard })
    : await fuzz({ ...what, seeds, config: fuzzConfigs[run % fuzzConfigs.length]! });
  sent += now;
  for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
  found += findings.length;
  for (const { frame, error } of findings) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const where = told.split('\n').slice(0, 2).join('\n');
    if (shown.has(where) || shown.size > 50) continue;
    shown.add(where);
    console.log(
      `FOUND ${told.split('\n').slice(0, 8).join('\n')}\n  frame ${frame.subarray(0, 300).toString('base64')}`,
    );
  }
  if (run % 10 === 0 || sent >= frames) {
    globalThis.gc?.();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    const seconds = (performance.now() - started) / 1000;
    const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
    console.log(
      `${sent} frames in ${seconds.toFixed(0)} s, ${JSON.stringify(totals)}, ${found} findings; ` +
        `RSS ${mib(rss)} MiB, heap ${mib(heapUsed)}, buffers ${mib(arrayBuffers)}`,
    );
  }
}
process.exitCode = found > 0 ? 1 : 0;
