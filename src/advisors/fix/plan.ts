/** What could be done about findings: the safe changes that mq can make for somebody who says yes, and what is left to their hands. Pure. */
import { type Change, type Finding, type Fix, subjectText } from '../finding.ts';

export interface FixStep {
  readonly rule: string;
  readonly name: string;
  readonly subject: string;
  /** What it does and costs. */
  readonly text: string;
  readonly command: string | undefined;
  /** Empty for what is done by hand. */
  readonly changes: readonly Change[];
}

/** A step for each finding that has a way out: the first that is safe, else the best. None twice. */
export function planFixes(findings: readonly Finding[]): FixStep[] {
  const claimed = new Map<string, string>();
  return findings.flatMap((finding): FixStep[] => {
    const best = finding.fix.find(({ change }) => change !== undefined) ?? finding.fix[0];
    if (best === undefined) return [];
    const changes = changesOf(best).filter(change => claimed.get(targetOf(change)) !== wantedOf(change));
    if (changesOf(best).length > 0 && changes.length === 0) return []; // an earlier step does all of it
    // Two rules that want different values for one setting: the worse finding has its way, a person decides about the other.
    const isContested = changes.some(change => claimed.has(targetOf(change)));
    if (!isContested) for (const change of changes) claimed.set(targetOf(change), wantedOf(change));
    const { rule, name, subject } = finding;
    const step = { rule, name, subject: subjectText(subject), text: best.text, command: best.command };
    return [{ ...step, changes: isContested ? [] : changes }];
  });
}

const changesOf = ({ change }: Fix): readonly Change[] => (change === undefined ? [] : [change].flat());

/** Equal for changes of the same thing. */
export function targetOf(change: Change): string {
  switch (change.type) {
    case 'set-topic-config':
      return `topic ${change.topic} ${change.key}`;
    case 'set-broker-config':
      return `broker ${change.broker} ${change.key}`;
    case 'elect-preferred-leaders':
      return `leaders ${change.partitions.map(({ topic, partition }) => `${topic}-${partition}`).join()}`;
  }
}

const wantedOf = (change: Change): string => ('value' in change ? JSON.stringify(change.value) : '');
