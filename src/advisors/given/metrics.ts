/** --metrics: endpoints and files in the text format of Prometheus, one for each broker or one for all. */
import { Failure } from '../../lib/failure.ts';
import type { MetricSample, Metrics } from '../evidence/given.ts';
import { readGiven } from './file.ts';
import { type Answer, httpGet, reasonOf } from './http.ts';
import { parsePrometheus } from './prometheus.ts';

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
  const failed = (why: string, cause?: unknown) =>
    new Failure(`cannot read ${source}: ${why}`, { where: '--metrics', cause });
  let answer: Answer;
  try {
    answer = await httpGet(source, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw failed(reasonOf(error), error);
  }
  if (answer.status !== 200) throw failed(`it answers ${answer.status} ${answer.statusText}`.trimEnd());
  return answer.text;
}
