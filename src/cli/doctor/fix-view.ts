/** How the steps of a fix, and those of its undoing, look to a person, and when a fix has failed. */
import { type Finding, subjectText } from '../../advisors/finding.ts';
import type { FixOutcome } from '../../advisors/fix/apply.ts';
import { thingText, type UndoStep } from '../../advisors/fix/undo.ts';
import { counted } from '../../lib/counted.ts';
import { Failure } from '../../lib/failure.ts';
import { CheckFailed, UsageError } from '../errors.ts';
import { type OutputFlags, outputFormats } from '../flags.ts';
import { type Column, listView, type View } from '../output.ts';

export interface FixResult {
  readonly steps: readonly FixOutcome[];
  /** Takes it back: mq doctor --undo FILE. Null when nothing was changed that has a value to go back to. */
  readonly undo: string | null;
  /** What was mended and is found again. */
  readonly stillFound: readonly Finding[];
}

export interface UndoResult {
  readonly steps: readonly UndoStep[];
  readonly changed: boolean;
}

const columnsWith = (outcome: Column<FixOutcome>): Column<FixOutcome>[] => [
  { header: 'rule', value: step => step.rule },
  outcome,
  { header: 'subject', value: step => step.subject },
  // The longest stands last: a narrow terminal breaks nothing but it.
  { header: 'command', value: step => step.command ?? `mq explain ${step.rule}` },
];

const how: Column<FixOutcome> = {
  header: 'how',
  value: step => (step.changes.length > 0 ? 'safe' : 'by hand'),
  paint: (text, step, paint) => (step.changes.length > 0 ? paint.good(text) : text),
};

const outcome: Column<FixOutcome> = {
  header: 'outcome',
  value: step => (step.reason ? `${step.outcome}: ${step.reason}` : step.outcome),
  paint: (text, step, paint) => (step.outcome === 'failed' ? paint.bad(text) : text),
};

export const fixView = ({ steps }: Pick<FixResult, 'steps'>, { done }: { done: boolean }): View =>
  listView(steps, columnsWith(done ? outcome : how));

const undoColumns = (done: boolean): Column<UndoStep>[] => [
  { header: 'what', value: ({ change }) => thingText(change) },
  { header: 'key', value: ({ change }) => change.key },
  { header: done ? 'was' : 'now', value: ({ now }) => now ?? '(default)' },
  { header: done ? 'is' : 'then', value: ({ change }) => change.before ?? '(default)' },
  { header: 'state', value: ({ state }) => (done && state !== 'is so already' ? 'taken back' : state) },
];

export const undoView = (steps: readonly UndoStep[], { done }: { done: boolean }): View =>
  listView(steps, undoColumns(done));

/** Throws Failure for a step that could not be made, CheckFailed for one that has not helped. */
export function requireFixed({ steps, stillFound }: FixResult): void {
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0)
    throw new Failure(`${counted(failed.length, 'step')} could not be done`, {
      code: 'FIX_FAILED',
      advice: failed.flatMap(({ command }) => command ?? []),
    });
  if (stillFound.length === 0) return;
  const [first] = stillFound;
  throw new CheckFailed(`${first!.rule} is still found: ${subjectText(first!.subject)}: ${first!.observed}`, {
    code: 'STILL_FOUND',
    advice: 'run mq doctor --fix again: another step may be needed',
  });
}

/** Throws UsageError for the forms of reports: a fix is not one. */
export function plainFormat({ output }: { output: string }): OutputFlags {
  const plain = outputFormats.find(format => format === output);
  if (plain !== undefined) return { output: plain };
  throw new UsageError(`--fix and --undo do not print ${output}`, {
    where: '--output',
    advice: `--output ${outputFormats.join('|')}`,
  });
}
