import type { Interfaces } from '@oclif/core';
import type { Diagnosis, Examined, Judgement } from '../advisors/doctor.ts';
import type { Given } from '../advisors/evidence/collect/collection.ts';
import type { MetricSources } from '../advisors/given/metrics.ts';
import { formatOfFile } from '../advisors/report/format-names.ts';
import type { ReportInput } from '../advisors/report/report.ts';
import { FixCommand } from '../cli/doctor/fix-command.ts';
import { fixFlags } from '../cli/doctor/fix-flags.ts';
import type { FixResult, UndoResult } from '../cli/doctor/fix-view.ts';
import { doctorFlags } from '../cli/doctor/flags.ts';
import { isReportFormat, reportFlags } from '../cli/doctor/report-flags.ts';
import { requireBetterThan, requireJudged } from '../cli/doctor/verdict.ts';
import { clusterFlags } from '../cli/flags.ts';
import { counted } from '../lib/counted.ts';
import { replaceFile } from '../lib/replace-file.ts';

type Flags = Interfaces.InferredFlags<typeof Doctor.flags>;

export default class Doctor extends FixCommand<Diagnosis> {
  static override summary = 'Examine a cluster: what is wrong, why it matters, and the command that mends it';
  static override description =
    'Rules look at brokers, topics, groups and, where they are given, client settings and metrics. Nothing is changed without --fix. What a rule cannot know ' +
    'it does not guess: it is listed as not checked, with the permission or the flag that would bring it. The exit code is 3 when something ' +
    'is found that is at least as bad as --fail-on says, and 1 when nothing could be judged.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --bootstrap-server localhost:9092',
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --samples 6 --interval 30s',
    '<%= config.bin %> <%= command.id %> --profile messaging --client producer.properties --state ~/.doctor.json',
    '<%= config.bin %> <%= command.id %> --connect http://connect-1:8083 --only connect-tolerance',
    '<%= config.bin %> <%= command.id %> --report cluster.html',
    '<%= config.bin %> <%= command.id %> --fix --dry-run',
    "<%= config.bin %> <%= command.id %> --fail-on critical --output json | jq '.findings[].observed'",
  ];
  static override flags = { ...doctorFlags, ...fixFlags, ...clusterFlags, ...reportFlags };

  async run(): Promise<Diagnosis | FixResult | UndoResult> {
    const { flags } = await this.parse(Doctor);
    if (flags.undo !== undefined) return this.undo(flags.undo, flags);
    const { judgementOf, givenBy } = await import('../cli/doctor/given.ts');
    const judgement = { ...(await judgementOf(flags)), only: flags.only, skip: flags.skip };
    (await import('../advisors/doctor.ts')).requireRules(judgement);
    const metrics = flags.metrics && (await this.metricsOf(flags.metrics));
    const given = await givenBy(flags, metrics);
    const { evidence, examination } = await this.examine(given, metrics, flags, judgement);
    if (flags.fix)
      return this.fix(
        examination.findings,
        { ...judgement, given: { ...given, earlier: [] }, signal: this.signal },
        flags,
      );
    const { rules } = await import('../advisors/rules/index.ts');
    const { version } = this.config;
    const input = { diagnosis: examination, evidence, rules, version, profile: judgement.profile };
    await this.tellResult(input, flags);
    if (flags['save-evidence'])
      (await import('../advisors/evidence/saved.ts')).saveEvidence(flags['save-evidence'], evidence);
    if (flags['write-baseline']) await this.writeBaseline(flags['write-baseline'], examination);
    else requireBetterThan(flags['fail-on'], examination.findings);
    requireJudged(flags['fail-on'], examination, evidence);
    return examination;
  }

  private async metricsOf(sources: readonly string[]): Promise<MetricSources> {
    const { MetricSources } = await import('../advisors/given/metrics.ts');
    return new MetricSources(sources, this.signal);
  }

  private async examine(
    given: Omit<Given, 'earlier'>,
    metrics: MetricSources | undefined,
    flags: Flags,
    judgement: Judgement & { only: string[] | undefined; skip: string[] | undefined },
  ): Promise<Examined> {
    if (flags.evidence) {
      const { readEvidence } = await import('../advisors/evidence/saved.ts');
      const { examineSaved } = await import('../advisors/doctor.ts');
      return examineSaved(await readEvidence(flags.evidence), given, judgement);
    }
    const { examineOverTime } = await import('../advisors/examine-over-time.ts');
    const { state, samples, interval: intervalMs } = flags;
    const options = { ...judgement, given, metrics, state, samples, intervalMs, signal: this.signal };
    return this.withCluster(flags, cluster =>
      samples === 1
        ? examineOverTime(cluster, options)
        : this.step('Watching', report =>
            examineOverTime(cluster, {
              ...options,
              onSample: taken => report({ done: taken, total: samples, unit: 'samples' }),
            }),
          ),
    );
  }

  /** First to whoever waits for it, then into the file, which may fail. */
  private async tellResult(told: ReportInput, { output, report }: Flags): Promise<void> {
    const { writeReport } = await import('../advisors/report/formats.ts');
    const isSarif = output === 'sarif' || (report !== undefined && formatOfFile(report) === 'sarif');
    const input = isSarif ? await this.withChanges(told) : told;
    if (isReportFormat(output)) this.print(writeReport(output, input));
    else {
      const { reportOf } = await import('../advisors/report/report.ts');
      const { examinationView } = await import('../cli/doctor/view.ts');
      await this.show(input.diagnosis, examinationView(reportOf(input)), { output });
    }
    if (report === undefined) return;
    replaceFile(report, writeReport(formatOfFile(report), input));
    this.note(`The report is in ${report}.`);
  }

  private async withChanges(input: ReportInput): Promise<ReportInput> {
    const { changesFor } = await import('../advisors/lint/sarif-changes.ts');
    return { ...input, changesOf: await changesFor(input.diagnosis.findings) };
  }

  private async writeBaseline(path: string, { findings }: Diagnosis): Promise<void> {
    const { baselineOf } = await import('../advisors/settings/baseline.ts');
    replaceFile(path, `${JSON.stringify(baselineOf(findings), null, 2)}\n`);
    this.note(
      `${counted(findings.length, 'finding')} written to ${path}; with --baseline ${path} only new ones are told.`,
    );
  }
}
