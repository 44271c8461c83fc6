/** A command that mends what it has found: the plan, a yes, the safe changes one at a time, the same rules again; and the way back. */
import type { DoctorOptions } from '../../advisors/doctor.ts';
import type { Finding } from '../../advisors/finding.ts';
import { counted } from '../../lib/counted.ts';
import { shellWord } from '../../lib/shell.ts';
import { MqCommand } from '../command.ts';
import type { ChangeFlags, ClusterFlags } from '../flags.ts';
import { type FixResult, fixView, plainFormat, requireFixed, type UndoResult, undoView } from './fix-view.ts';

interface FixFlags extends ChangeFlags, ClusterFlags {
  output: string;
  force: boolean;
}

export abstract class FixCommand<Result> extends MqCommand<Result | FixResult | UndoResult> {
  /** `again` is how the findings came to be, for the rules of what was mended. */
  protected async fix(findings: readonly Finding[], again: DoctorOptions, flags: FixFlags): Promise<FixResult> {
    const output = plainFormat(flags);
    const { applyFixes, nothingDone } = await import('../../advisors/fix/apply.ts');
    const { planFixes } = await import('../../advisors/fix/plan.ts');
    const steps = planFixes(findings);
    const asPlanned = { steps: steps.map(nothingDone), undo: null, stillFound: [] };
    const planned = fixView(asPlanned, { done: false });
    const safe = steps.filter(({ changes }) => changes.length > 0);
    if (flags['dry-run'] || safe.length === 0) return this.show(asPlanned, planned, output);
    if (!flags.yes) await this.tell(planned);
    if (!(await this.confirm(`Do the ${counted(safe.length, 'safe step')}, one after the other?`, flags)))
      return this.show(asPlanned, planned, output);
    const result = await this.withCluster(flags, async cluster => {
      const { outcomes, undo } = await applyFixes(cluster, steps, { signal: this.signal });
      if (undo) this.note(`The way back: mq doctor --undo ${shellWord(undo)}`);
      const { stillFound } = await import('../../advisors/fix/recheck.ts');
      return { steps: outcomes, undo, stillFound: await stillFound(cluster, outcomes, again) };
    });
    await this.show(result, fixView(result, { done: true }), output);
    requireFixed(result);
    this.note('Checked again: what was mended is no longer found.');
    return result;
  }

  protected async undo(file: string, flags: FixFlags): Promise<UndoResult> {
    const output = plainFormat(flags);
    const { readFix } = await import('../../advisors/fix/fix-file.ts');
    const { planUndo, requireUntouched, undoFix } = await import('../../advisors/fix/undo.ts');
    const kept = readFix(file);
    return this.withCluster(flags, async cluster => {
      const steps = await planUndo(cluster, kept);
      const back = steps.filter(({ state }) => state !== 'is so already').length;
      const shown = (changed: boolean) => this.show({ steps, changed }, undoView(steps, { done: changed }), output);
      if (flags['dry-run'] || back === 0) return shown(false);
      requireUntouched(steps, flags);
      if (!flags.yes) await this.tell(undoView(steps, { done: false }));
      if (!(await this.confirm(`Take ${counted(back, 'change')} back?`, flags))) return shown(false);
      await undoFix(cluster, steps);
      return shown(true);
    });
  }
}
