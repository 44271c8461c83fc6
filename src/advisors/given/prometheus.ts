/**
 * The text format of Prometheus, 0.0.4, and what OpenMetrics 1.0 adds to it (https://prometheus.io/docs/instrumenting/exposition_formats).
 * Samples that are no finite number say nothing and are left out.
 */
import { Failure } from '../../lib/failure.ts';
import type { MetricSample } from '../evidence/given.ts';

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/y;
/** Value, timestamp, and the exemplar of OpenMetrics. */
const REST = /^\s*(\S+)(?:\s+[-+0-9.eE]+)?(?:\s+#\s.*)?\s*$/;

/** By metric. Throws Failure USAGE for text that is something else; `from` names it. */
export function parsePrometheus(text: string, from: string): Record<string, MetricSample[]> {
  const metrics: Record<string, MetricSample[]> = {};
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    if (/^\s*(#|$)/.test(line)) continue;
    const sample = sampleIn(line.trimEnd());
    if (sample === undefined) {
      throw new Failure(`${from}, line ${number} is no metric: ${line.slice(0, 60)}`, {
        code: 'USAGE',
        where: '--metrics',
        advice: 'the text format of Prometheus is expected, as the JMX exporter serves it at /metrics',
      });
    }
    const { name, value, labels } = sample;
    if (!Number.isFinite(value)) continue;
    metrics[name] ??= [];
    metrics[name].push({ labels, value });
  }
  return metrics;
}

function sampleIn(line: string): { name: string; labels: Record<string, string>; value: number } | undefined {
  NAME.lastIndex = 0;
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return undefined;
  const labels: Record<string, string> = {};
  let at = name.length;
  if (line[at] === '{') {
    LABEL.lastIndex = at + 1;
    at++;
    for (let match = LABEL.exec(line); match !== null; match = LABEL.exec(line)) {
      labels[match[1]!] = match[2]!.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
      at = LABEL.lastIndex;
    }
    const close = /^\s*\}/.exec(line.slice(at));
    if (close === null) return undefined;
    at += close[0].length;
  }
  const given = REST.exec(line.slice(at))?.[1];
  if (given === undefined) return undefined;
  const value = numberOf(given);
  return value === undefined ? undefined : { name, labels, value };
}

function numberOf(text: string): number | undefined {
  if (/^[-+]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
