/** --metrics: endpoints and files in the text format of Prometheus, one for each broker or one for all. */
import { Failure } from '../../lib/failure.ts';
import { readNamedText } from '../../lib/named-file.ts';
import type { MetricSample, Metrics } from '../evidence/given.ts';
import { type Answer, httpGet, reasonOf } from './http.ts';
import { parsePrometheus } from './prometheus.ts';

interface Look {
  readonly atMs: number;
  readonly found: Record<string, MetricSample[]>;
}

/** What --metrics names. From the second look at an endpoint on, samples say how fast they rise. */
export class MetricSources {
  private readonly sources: readonly string[];
  private readonly signal: AbortSignal | undefined;
  private readonly first = new Map<string, Look>();

  constructor(sources: readonly string[], signal?: AbortSignal) {
    this.sources = sources;
    this.signal = signal;
  }

  /** All samples together; those without a label `instance` get one that says where they come from. Throws Failure. */
  async read(): Promise<Metrics> {
    const all: Record<string, MetricSample[]> = {};
    const read = await Promise.all(
      this.sources.map(async source => ({ instance: instanceOf(source), found: await this.look(source) })),
    );
    for (const { instance, found } of read) {
      for (const [name, samples] of Object.entries(found)) {
        all[name] ??= [];
        for (const { labels, ...rest } of samples) all[name].push({ labels: { instance, ...labels }, ...rest });
      }
    }
    return all;
  }

  private async look(source: string): Promise<Record<string, MetricSample[]>> {
    const found = parsePrometheus(await text(source, this.signal), source);
    const atMs = performance.now();
    const first = this.first.get(source);
    if (first) return rising(first, { atMs, found });
    if (isUrl(source)) this.first.set(source, { atMs, found });
    return found;
  }
}

/** What fell, and what is new, has no rate: the broker has been restarted, or does something for the first time. */
function rising(first: Look, now: Look): Record<string, MetricSample[]> {
  const seconds = (now.atMs - first.atMs) / 1000;
  const rateOf = (earlier: ReadonlyMap<string, number>, { labels, value }: MetricSample) => {
    const before = earlier.get(JSON.stringify(labels));
    return before === undefined || value < before || seconds <= 0 ? {} : { perSec: (value - before) / seconds };
  };
  return Object.fromEntries(
    Object.entries(now.found).map(([name, samples]) => {
      const earlier = new Map((first.found[name] ?? []).map(({ labels, value }) => [JSON.stringify(labels), value]));
      return [name, samples.map(sample => ({ ...sample, ...rateOf(earlier, sample) }))];
    }),
  );
}

const isUrl = (source: string) => /^https?:\/\//i.test(source);

const instanceOf = (source: string) => (isUrl(source) ? new URL(source).host : source);

async function text(source: string, signal: AbortSignal | undefined): Promise<string> {
  if (!isUrl(source)) return readNamedText(source, '--metrics');
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
