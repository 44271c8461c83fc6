/** --metrics: endpoints and files in the text format of Prometheus, one for each broker or one for all. */
import { Failure } from '../../lib/failure.ts';
import type { MetricSample, Metrics } from '../evidence/given.ts';
import { readGiven } from './file.ts';
import { parsePrometheus } from './prometheus.ts';

const TIMEOUT_MS = 10_000;
const LARGEST_BYTES = 64 * 1024 * 1024;

/** All samples together; those without a label `instance` get one that says where they come from. Throws Failure. */
export async function readMetrics(sources: readonly string[], signal?: AbortSignal): Promise<Metrics> {
  const all: Record<string, MetricSample[]> = {};
  const read = await Promise.all(
    sources.map(async source => ({
      instance: instanceOf(source),
      found: parsePrometheus(await text(source, signal), source),
    })),
  );
  for (const { instance, found } of read) {
    for (const [name, samples] of Object.entries(found)) {
      all[name] ??= [];
      for (const { labels, value } of samples) all[name].push({ labels: { instance, ...labels }, value });
    }
  }
  return all;
}

const isUrl = (source: string) => /^https?:\/\//i.test(source);

const instanceOf = (source: string) => (isUrl(source) ? new URL(source).host : source);

async function text(source: string, signal: AbortSignal | undefined): Promise<string> {
  if (!isUrl(source)) return readGiven(source, '--metrics');
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(source, { signal: signal ? AbortSignal.any([signal, deadline]) : deadline });
    if (!response.ok) throw new Error(`it answers ${response.status} ${response.statusText}`);
    return await bodyOf(response);
  } catch (error) {
    signal?.throwIfAborted();
    const why = deadline.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : reasonOf(error);
    throw new Failure(`cannot read ${source}: ${why}`, { where: '--metrics', cause: error });
  }
}

/** Not more of it than any exporter has to say. */
async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST_BYTES) throw new Error('it sends more than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || message : message;
};
