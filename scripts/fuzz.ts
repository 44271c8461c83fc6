/**
 * Fuzzing by hand: npm run fuzz -- --frames 5000000 [--seed 1]. Every 25 000 frames go to a fresh broker; prints how memory does,
 * and each finding with the frame that made it, and fails if there was one.
 */
import { parseArgs } from 'node:util';
import { fuzz, fuzzConfigs } from '../test/support/fuzz/fuzz.ts';
import { inventedSeeds, recordedSeeds } from '../test/support/fuzz/seeds.ts';

const PER_BROKER = 25_000;

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const frames = Number(values.frames);
const recorded = recordedSeeds();
const seeds = [...recorded, ...recorded, ...recorded, ...inventedSeeds()];
const started = performance.now();
const shown = new Set<string>();
let answers = 0;
let parked = 0;
let findings = 0;

for (let sent = 0, run = 0; sent < frames; run++) {
  const now = Math.min(PER_BROKER, frames - sent);
  const result = await fuzz({
    seeds,
    frames: now,
    seed: Number(values.seed) * 1_000_000 + run,
    config: fuzzConfigs[run % fuzzConfigs.length]!,
  });
  sent += now;
  answers += result.answers;
  parked += result.parked;
  findings += result.findings.length;
  for (const { frame, error } of result.findings) {
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
      `${sent} frames in ${seconds.toFixed(0)} s, ${answers} answered, ${parked} parked, ${findings} findings; ` +
        `RSS ${mib(rss)} MiB, heap ${mib(heapUsed)}, buffers ${mib(arrayBuffers)}`,
    );
  }
}
process.exitCode = findings > 0 ? 1 : 0;
