import type { Interfaces } from '@oclif/core';
import { type Diagnosis, examineCluster, examineSaved, type Judgement } from '../advisors/doctor.ts';
import type { Given } from '../advisors/evidence/collect/collection.ts';
import type { Evidence } from '../advisors/evidence/evidence.ts';
import type { Moment } from '../advisors/evidence/history.ts';
import { sampleMoments } from '../advisors/evidence/sampling.ts';
import { readEvidence, saveEvidence } from '../advisors/evidence/saved.ts';
import { readState, writeState } from '../advisors/evidence/state-file.ts';
import { formatOfFile, writeReport } from '../advisors/report/formats.ts';
import type { Profile } from '../advisors/rule.ts';
import { rules } from '../advisors/rules/index.ts';
import { baselineOf } from '../advisors/settings/baseline.ts';
import { MqCommand } from '../cli/command.ts';
import { doctorFlags } from '../cli/doctor/flags.ts';
import { givenBy, judgementOf } from '../cli/doctor/given.ts';
import { isReportFormat, reportFlags } from '../cli/doctor/report-flags.ts';
import { requireBetterThan } from '../cli/doctor/verdict.ts';
import { examinationView } from '../cli/doctor/view.ts';
import { clusterFlags } from '../cli/flags.ts';
import { counted } from '../cli/meter.ts';
import type { Cluster } from '../kafka/index.ts';
import { replaceFile } from '../lib/replace-file.ts';

type Flags = Interfaces.InferredFlags<typeof Doctor.flags>;
type Answer = { evidence: Evidence; examination: Diagnosis };

export default class Doctor extends MqCommand<Diagnosis> {
  static override summary = 'Examine a cluster: what is wrong, why it matters, and the command that mends it';
  static override description =
    'Rules look at brokers, topics, groups and, where they are given, client settings and metrics. Nothing is changed. What a rule cannot know ' +
    'it does not guess: it is listed as not checked, with the permission or the flag that would bring it. The exit code is 3 when something ' +
    'is found that is at least as bad as --fail-on says.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --bootstrap-server localhost:9092',
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --samples 6 --interval 30s',
    '<%= config.bin %> <%= command.id %> --profile messaging --client producer.properties --state ~/.doctor.json',
    "<%= config.bin %> <%= command.id %> --fail-on critical --output json | jq '.findings[].observed'",
  ];
  static override flags = { ...doctorFlags, ...clusterFlags, ...reportFlags };

  async run(): Promise<Diagnosis> {
    const { flags } = await this.parse(Doctor);
    const judgement = await judgementOf(flags);
    const given = await givenBy(flags, this.signal);
    const { evidence, examination } = flags.evidence
      ? await this.judgeSaved(flags.evidence, given, flags, judgement)
      : await this.withCluster(flags, cluster => this.examine(cluster, given, flags, judgement));
    if (flags['save-evidence']) saveEvidence(flags['save-evidence'], evidence);
    await this.tellResult(examination, evidence, flags);
    if (flags['write-baseline']) this.writeBaseline(flags['write-baseline'], examination);
    else requireBetterThan(flags['fail-on'], examination.findings);
    return examination;
  }

  private async tellResult(diagnosis: Diagnosis, evidence: Evidence, flags: Flags): Promise<void> {
    const { output, report, profile } = flags;
    const input = { diagnosis, evidence, rules, version: this.config.version, profile: profile as Profile | undefined };
    if (report) {
      replaceFile(report, writeReport(formatOfFile(report), input));
      this.note(`The report is in ${report}.`);
    }
    if (isReportFormat(output)) this.print(writeReport(output, input));
    else await this.show(diagnosis, examinationView(diagnosis), { output });
  }

  private async judgeSaved(path: string, given: Omit<Given, 'earlier'>, flags: Flags, judgement: Judgement) {
    const saved = await readEvidence(path);
    const handedIn = Object.fromEntries(Object.entries(given).filter(([, evidence]) => evidence !== undefined));
    const missing = saved.missing.filter(({ kind }) => !(kind in handedIn));
    const evidence = { ...saved, kinds: { ...saved.kinds, ...handedIn }, missing };
    return examineSaved(evidence, { ...judgement, only: flags.only, skip: flags.skip });
  }

  private async examine(
    cluster: Cluster,
    given: Omit<Given, 'earlier'>,
    flags: Flags,
    judgement: Judgement,
  ): Promise<Answer> {
    const { state, samples, interval } = flags;
    const { clusterId } = await cluster.metadata([]);
    const remembered = state ? await readState(state, clusterId) : [];
    const remember = (moments: readonly Moment[]) => state && writeState(state, clusterId, [...remembered, ...moments]);
    const scope = { topics: judgement.topics, groups: judgement.groups, signal: this.signal };
    const seen: Moment[] = [];
    if (samples > 1)
      await this.step('Watching', async report => {
        const onMoment = (moment: Moment) => {
          seen.push(moment);
          remember(seen); // an interrupted run leaves what it has seen
          report({ done: seen.length, total: samples, unit: 'samples' });
        };
        await sampleMoments(cluster, { samples, intervalMs: interval, onMoment }, scope);
      });
    const answer = await examineCluster(cluster, {
      ...judgement,
      ...scope,
      only: flags.only,
      skip: flags.skip,
      given: { ...given, earlier: [...remembered, ...seen] },
      also: state ? ['history'] : [],
    });
    const now = answer.evidence.kinds.history?.moments.at(-1);
    if (now) remember([...seen, now]);
    return answer;
  }

  private writeBaseline(path: string, { findings }: Diagnosis): void {
    replaceFile(path, `${JSON.stringify(baselineOf(findings), null, 2)}\n`);
    this.note(
      `${counted(findings.length, 'findings')} written to ${path}; with --baseline ${path} only new ones are told.`,
    );
  }
}
