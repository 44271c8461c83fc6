/** What the load generators do: on librdkafka, and on nothing but sockets. */
import type { Cores } from './cores.ts';
import { runProgram } from './programs.ts';

export interface Produced {
  readonly bootstrap: string;
  readonly topic: string;
  readonly records: number;
  readonly valueBytes: number;
  /** Settings of librdkafka. */
  readonly config?: Readonly<Record<string, string>>;
}

const settings = (config: Readonly<Record<string, string>> = {}) =>
  Object.entries(config).map(([key, value]) => `${key}=${value}`);

/** Seconds from the first record to the last acknowledgement. */
export async function produce({ bootstrap, topic, records, valueBytes, config }: Produced): Promise<number> {
  const { seconds } = await runProgram('load', ['produce', bootstrap, topic, records, valueBytes, ...settings(config)]);
  return seconds!;
}

/** Seconds from the first Fetch to the last record. */
export async function fetch({ bootstrap, topic, records }: Omit<Produced, 'valueBytes'>): Promise<number> {
  const { seconds } = await runProgram('load', ['fetch', bootstrap, topic, records]);
  return seconds!;
}

export interface Latency {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** Microseconds from produce to acknowledgement, one record under way; the client on `cores` only. */
export async function acknowledge(what: Produced & { readonly cores: Cores | undefined }): Promise<Latency> {
  const { bootstrap, topic, records, valueBytes, config, cores } = what;
  const args = ['ack', bootstrap, topic, records, valueBytes, ...settings(config)];
  const { p50Us, p99Us } = await runProgram('load', args, cores);
  return { p50Us: p50Us!, p99Us: p99Us! };
}

/** Microseconds of a round trip to an echo, one under way; the client on `cores` only. */
export async function roundTrips(what: {
  readonly address: string;
  readonly count: number;
  readonly bytes: number;
  readonly cores: Cores | undefined;
}): Promise<Latency> {
  const { address, count, bytes, cores } = what;
  const { p50Us, p99Us } = await runProgram('echo', [...address.split(':'), count, bytes], cores);
  return { p50Us: p50Us!, p99Us: p99Us! };
}

export interface ReadyMade {
  readonly bootstrap: string;
  /** Of four partitions. */
  readonly topic: string;
  readonly batchBytes: number;
  readonly valueBytes: number;
  readonly totalBytes: number;
}

/** Produce requests that were made beforehand, five under way. */
export async function produceReadyMade(what: ReadyMade): Promise<{ records: number; bytes: number; seconds: number }> {
  const { bootstrap, topic, batchBytes, valueBytes, totalBytes } = what;
  const args = [...bootstrap.split(':'), topic, batchBytes, valueBytes, totalBytes];
  const { records, bytes, seconds } = await runProgram('ready-made', args);
  return { records: records!, bytes: bytes!, seconds: seconds! };
}

/** Bytes a second of Fetch responses that nobody looks into, from a topic of four partitions that is read again and again. */
export async function fetchRaw(what: {
  readonly bootstrap: string;
  readonly topic: string;
  readonly totalBytes: number;
}): Promise<number> {
  const { bootstrap, topic, totalBytes } = what;
  const { bytes, seconds } = await runProgram('raw-fetch', [...bootstrap.split(':'), topic, totalBytes]);
  return bytes! / seconds!;
}

/** Bytes a second through a socket of this machine, from C to C. */
export async function throughLoopback(totalBytes: number): Promise<number> {
  const { bytes, seconds } = await runProgram('loopback', [totalBytes]);
  return bytes! / seconds!;
}

/** Milliseconds that each of `count` transactions of `records` records took, from begin to the end of commit; and all of them together. */
export async function transact(what: {
  readonly bootstrap: string;
  readonly topic: string;
  readonly count: number;
  readonly records: number;
}): Promise<{ p50Ms: number; p99Ms: number; seconds: number }> {
  const { bootstrap, topic, count, records } = what;
  const { p50Ms, p99Ms, seconds } = await runProgram('coordinator', ['transactions', bootstrap, topic, count, records]);
  return { p50Ms: p50Ms!, p99Ms: p99Ms!, seconds: seconds! };
}

/** Seconds for `count` synchronous offset commits of one consumer of a group. */
export async function commitOffsets(what: { bootstrap: string; topic: string; count: number }): Promise<number> {
  const { seconds } = await runProgram('coordinator', ['commits', what.bootstrap, what.topic, what.count]);
  return seconds!;
}

/** Milliseconds from produce to a consumer that waits, at a fixed rate. Rejects when records are missing. */
export async function endToEnd(what: {
  readonly bootstrap: string;
  readonly topic: string;
  readonly recordsPerSec: number;
  readonly valueBytes: number;
  readonly seconds: number;
}): Promise<{ p50Ms: number; p99Ms: number }> {
  const { bootstrap, topic, recordsPerSec, valueBytes, seconds } = what;
  const args = [bootstrap, topic, recordsPerSec, valueBytes, seconds];
  const { sent, got, p50Ms, p99Ms } = await runProgram('end-to-end', args);
  if (got! < sent!) throw new Error(`${got} of ${sent} records came through`);
  return { p50Ms: p50Ms!, p99Ms: p99Ms! };
}
