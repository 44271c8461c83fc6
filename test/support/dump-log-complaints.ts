/** What kafka-dump-log finds wrong in the files of a data directory, as it words it. It tells that on stderr. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { kafkaTool } from './kafka.ts';

const WRONG =
  /mismatch|invalid|isvalid: false|consecutive|followed by|not found in the log|out of order|corrupt|could not|exception/i;
/** Compaction leaves gaps, which is all that the tool says of them. */
const GAPS = /non-consecutive|followed by/i;

/** An argument has room for 128 KiB. */
const FILES_AT_A_TIME = 1000;

export async function dumpLogComplaints(
  directory: string,
  partitions: string,
  { compacted = false, option = '--deep-iteration' }: { compacted?: boolean; option?: string } = {},
): Promise<string[]> {
  const files = globSync(`${partitions}/*.{log,index,timeindex,txnindex,snapshot}`, { cwd: directory });
  expect(files.length).toBeGreaterThan(3);
  const found: string[] = [];
  for (let from = 0; from < files.length; from += FILES_AT_A_TIME) {
    const paths = files.slice(from, from + FILES_AT_A_TIME).map(file => join(directory, file));
    const { stdout, stderr, code } = await kafkaTool('dump-log', ['--files', paths.join(), option]);
    expect(code, stderr).toBe(0);
    const lines = `${stdout}\n${stderr}`.split('\n').filter(line => !line.startsWith('|'));
    found.push(...lines.filter(line => WRONG.test(line) && !(compacted && GAPS.test(line))));
  }
  return found;
}
