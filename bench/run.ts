/**
 * npm run bench: mq against Apache Kafka and other peers, all in one run and taking turns, because only ratios of the same run mean
 * anything. What belongs below "Latest" of docs/PERFORMANCE.md goes to stdout, everything as JSON to .bench/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { APACHE_KAFKA } from './apache-kafka.ts';
import { coordinatorLines } from './coordinator.ts';
import { doctorLines } from './doctor.ts';
import { drainLines } from './drain.ts';
import { endToEndLines } from './end-to-end.ts';
import { fetchLines } from './fetch.ts';
import { latencyLines } from './latency.ts';
import type { Line } from './line.ts';
import { machine } from './machine.ts';
import { memoryLines } from './memory.ts';
import { produceLines } from './produce.ts';
import { Stage } from './stage.ts';
import { startLines } from './start.ts';
import { table } from './table.ts';
import { topicListLines } from './topic-list.ts';
import { versionLines } from './version.ts';

const subjects: Record<string, (stage: Stage) => Promise<Line[]>> = {
  version: versionLines,
  start: startLines,
  memory: memoryLines,
  list: topicListLines,
  latency: latencyLines,
  produce: produceLines,
  fetch: fetchLines,
  'end-to-end': endToEndLines,
  coordinators: coordinatorLines,
  doctor: doctorLines,
  drain: drainLines,
};
const names = Object.keys(subjects).join(', ');

function options() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const only = values.only?.flatMap(list => list.split(',')) ?? Object.keys(subjects);
  const unknown = only.filter(name => !Object.hasOwn(subjects, name));
  const rounds = Number(values.rounds);
  if (values.help || unknown.length > 0 || !(Number.isInteger(rounds) && rounds > 0)) {
    if (unknown.length > 0) note(`there is no row ${unknown.join(', ')}`);
    note(`npm run bench -- [--only NAME,…] [--rounds 3] [--json FILE]\nnames: ${names}`);
    process.exit(values.help ? 0 : 2);
  }
  return { only, rounds, json: values.json };
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

const { only, rounds, json } = options();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }))
  process.once(signal, () => process.exit(code)); // what was started ends with this process

const startedMs = performance.now();
const date = new Date().toISOString();
const where = await machine();
const stage = new Stage(rounds, note);
const lines: Line[] = [];
for (const name of only) {
  try {
    lines.push(...(await subjects[name]!(stage)));
  } catch (error) {
    stage.leaveOut(name, error);
  }
}
await stage.stop();

const file = json ?? join(import.meta.dirname, `../.bench/${date.replaceAll(/[:.]/g, '-')}.json`);
mkdirSync(join(file, '..'), { recursive: true });
const seconds = Math.round((performance.now() - startedMs) / 1e3);
writeFileSync(
  file,
  `${JSON.stringify({ date, seconds, rounds, machine: where, lines, missing: stage.missing }, null, 2)}\n`,
);
note(`\n${relative(process.cwd(), file)}\n`);
process.stdout.write(`${date.slice(0, 10)}, ${where.cores} cores (${where.cpu}), ${where.memoryGiB} GiB, ${where.system}, Node ${process.versions.node}, ${where.java},
${APACHE_KAFKA}; ${rounds} rounds in ${seconds} s, load before ${where.loadBefore.toFixed(1)}; median [lowest..highest].

${table(lines)}${stage.missing.map(what => `\nNot measured: ${what}\n`).join('')}`);
process.exit(stage.missing.length > 0 ? 1 : 0);
