/** How the verification of a relay is shown, and what it means for the exit code. */
import { count } from '../lib/counted.ts';
import type { Verdict } from '../relay/verify.ts';
import { CheckFailed } from './errors.ts';
import type { View } from './output.ts';

export function verdictView(verdict: Verdict): View {
  const section = {
    title: 'Verification: read back from the target',
    rows: verdict.partitions,
    columns: [
      { header: 'partition', value: (row: Verdict['partitions'][number]) => row.partition },
      { header: 'promised', value: (row: Verdict['partitions'][number]) => row.promised },
      { header: 'moved', value: (row: Verdict['partitions'][number]) => row.moved },
      { header: 'found', value: (row: Verdict['partitions'][number]) => row.found },
      { header: 'verdict', value: (row: Verdict['partitions'][number]) => (row.ok ? 'complete' : 'differs') },
    ],
  };
  return { sections: [section], csv: section };
}

/** One line for people. */
export function verdictLine(verdict: Verdict, resumed: number): string {
  const { duplicates, outOfOrder, misplaced, complete } = verdict;
  const found = count(verdict.partitions.reduce((sum, row) => sum + row.found, 0));
  if (!complete)
    return `Verification failed: ${outOfOrder} records out of order, ${misplaced} not where their key belongs; see the table.`;
  const twice =
    duplicates > 0
      ? `${duplicates} of them twice (the run was interrupted ${resumed} time(s); dedupe by mq.orig.*)`
      : 'none twice';
  return `Verified: ${found} records found, all that were promised, ${twice}, order kept in every partition, every key where it belongs.`;
}

/** Throws CheckFailed, exit code 3, when something is missing, out of order or, without an interruption, there twice. */
export function requireComplete(verdict: Verdict, resumed: number, what: string): void {
  if (verdict.complete && (verdict.duplicates === 0 || resumed > 0)) return;
  const advice = verdict.complete
    ? 'another process may have written the same records: look at the headers mq.orig.* in the target'
    : `run ${what} with --resume: it moves what is missing and verifies again`;
  throw new CheckFailed('The target does not hold exactly what was promised', { code: 'VERIFICATION_FAILED', advice });
}
