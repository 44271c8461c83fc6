/** What was found before: with a baseline only what is new counts. */
import { z } from 'zod';
import { Failure } from '../../lib/failure.ts';
import { jsonOf } from '../../lib/json.ts';
import { type Finding, subjectText } from '../finding.ts';

const schema = z.object({
  format: z.literal('mq doctor baseline'),
  version: z.literal(1),
  findings: z.array(z.object({ rule: z.string(), subject: z.string() })),
});

export type Baseline = z.infer<typeof schema>;

export const baselineOf = (findings: readonly Finding[]): Baseline => ({
  format: 'mq doctor baseline',
  version: 1,
  findings: findings.map(({ rule, subject }) => ({ rule, subject: subjectText(subject) })),
});

/** Throws Failure USAGE for a file that is none. */
export function parseBaseline(text: string, path: string): Baseline {
  const result = schema.safeParse(jsonOf(text));
  if (result.success) return result.data;
  throw new Failure(`${path} is no baseline of mq doctor`, {
    code: 'USAGE',
    where: '--baseline',
    advice: `write one with mq doctor --write-baseline ${path}`,
  });
}

/** New findings, and those that were there before. */
export function compare(findings: readonly Finding[], baseline: Baseline): { fresh: Finding[]; known: Finding[] } {
  const before = new Set(baseline.findings.map(({ rule, subject }) => `${rule} ${subject}`));
  const isKnown = ({ rule, subject }: Finding) => before.has(`${rule} ${subjectText(subject)}`);
  return { fresh: findings.filter(each => !isKnown(each)), known: findings.filter(isKnown) };
}
