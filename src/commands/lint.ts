import type { Interfaces } from '@oclif/core';
import type { Examined } from '../advisors/doctor.ts';
import type { LintOptions } from '../advisors/lint/lint.ts';
import { argument } from '../cli/args.ts';
import { MqCommand } from '../cli/command.ts';
import { requireBetterThan } from '../cli/doctor/verdict.ts';
import { clusterFlags } from '../cli/flags.ts';
import { lintFlags, lintOutput } from '../cli/lint/flags.ts';
import { type LintResult, lintView } from '../cli/lint/view.ts';
import { counted } from '../lib/counted.ts';
import type { Profile } from '../lib/profile.ts';

type Flags = Interfaces.InferredFlags<typeof Lint.flags>;

export default class Lint extends MqCommand<LintResult> {
  static override summary = 'Look at files of client, connector and broker settings, and at the code of clients';
  static override description =
    'Java properties, application.yml or .properties of Spring (Boot and Cloud Stream), Quarkus and Micronaut, options of librdkafka and kafkajs as JSON or YAML, Kafka ' +
    'Connect, MirrorMaker 2, server.properties: unknown and old keys, refused values, and settings that lose, repeat or reorder records. ' +
    'Sources (.java, .ts, .js) are searched for a few patterns that are certain. In a directory all files are looked at that are of one of ' +
    'these, but for what is built or downloaded (node_modules, target, build, dist, …). SARIF carries the changes that --fix would write. No cluster is needed; where -b, -X or --command-config names ' +
    'one, rules that compare files with its topics and brokers are checked too. The exit code is 3 when something is found that is at least as bad as --fail-on says.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> producer.properties consumer.properties',
    '<%= config.bin %> <%= command.id %> src/main/resources/application.yml --profile messaging --output sarif > mq.sarif',
    '<%= config.bin %> <%= command.id %> . --fail-on warning',
    '<%= config.bin %> <%= command.id %> kafkajs.json --handler-ms 40ms --bootstrap-server localhost:9092 --topic orders',
    '<%= config.bin %> <%= command.id %> config/*.properties --kafka-version 3.9 --fix --dry-run',
  ];
  static override args = {
    file: argument({
      multiple: true,
      required: true,
      description: 'files, of the same family or of several; directories; - for stdin',
    }),
  };
  static override flags = { ...lintFlags, ...clusterFlags, ...lintOutput };

  async run(): Promise<LintResult> {
    const { args, flags } = await this.parse(Lint);
    const { judgementOf } = await import('../cli/doctor/given.ts');
    const options = { ...(await judgementOf(flags)), only: flags.only, skip: flags.skip, signal: this.signal };
    const { lintRules } = await import('../advisors/lint/lint.ts');
    lintRules(options); // a rule that does not exist is told before anything is read or changed
    const { filesOf } = await import('../advisors/lint/files-under.ts');
    const paths = await filesOf(args.file, readingOf(flags));
    if (flags.fix) await this.fix(paths, flags, options);
    const { evidence, examination } = await this.judge(paths, flags, options);
    const files = (evidence.kinds.clients ?? []).map(({ path, name, family, role, version }) => ({
      path,
      ...(name === undefined ? {} : { name }),
      family,
      role,
      version,
    }));
    const result = { files, ...examination };
    const read = new Set(files.map(({ path }) => path));
    for (const path of paths.filter(each => !read.has(each))) this.note(`${path} says nothing of Kafka's clients.`);
    await this.tellResult(result, { evidence, examination }, flags);
    requireBetterThan(flags['fail-on'], examination.findings);
    return result;
  }

  private async judge(paths: readonly string[], flags: Flags, options: LintOptions): Promise<Examined> {
    const [{ readClientFiles }, { lintFiles, lintWithCluster }] = await Promise.all([
      import('../advisors/lint/client-files.ts'),
      import('../advisors/lint/lint.ts'),
    ]);
    const clients = await readClientFiles(paths, readingOf(flags));
    // An address in the environment is for commands that need a cluster; here somebody has to ask for it.
    const named = flags['bootstrap-server'] ?? flags['command-config'] ?? flags.property;
    if (named === undefined) return lintFiles(clients, options);
    return this.withCluster(flags, cluster => lintWithCluster(cluster, clients, options));
  }

  /** Shows the changes, asks, and writes them; the files as they were stay beside them. */
  private async fix(paths: readonly string[], flags: Flags, options: LintOptions): Promise<void> {
    const { fixedFiles, writeFixed } = await import('../advisors/lint/fix.ts');
    const { fixText } = await import('../cli/lint/fix-view.ts');
    const fixed = await fixedFiles(paths, readingOf(flags), options);
    if (fixed.length === 0) {
      this.note('There is nothing that can be changed safely.');
      return;
    }
    await this.tell({ sections: [{ text: paint => fixText(fixed, paint) }], csv: { rows: [], columns: [] } });
    if (flags['dry-run']) return;
    const changes = fixed.reduce((sum, file) => sum + file.changes.length, 0);
    if (
      !(await this.confirm(`Change ${counted(changes, 'line')} of ${fixed.map(({ path }) => path).join(', ')}?`, flags))
    )
      return;
    for (const { path, backup } of fixed.map(writeFixed))
      this.note(`${path} is changed; back with: mv ${backup} ${path}`);
  }

  private async tellResult(result: LintResult, { evidence, examination }: Examined, flags: Flags): Promise<void> {
    const [{ writeReport }, { reportOf }, { lintRules }] = await Promise.all([
      import('../advisors/report/formats.ts'),
      import('../advisors/report/report.ts'),
      import('../advisors/lint/lint.ts'),
    ]);
    const input = {
      diagnosis: examination,
      evidence,
      rules: lintRules({}),
      version: this.config.version,
      profile: flags.profile as Profile | undefined,
    };
    const { output } = flags;
    if (output === 'sarif') {
      const { changesFor } = await import('../advisors/lint/sarif-changes.ts');
      this.print(writeReport(output, { ...input, changesOf: await changesFor(examination.findings) }));
    } else if (output === 'markdown') this.print(writeReport(output, input));
    else await this.show(result, lintView(result, reportOf(input)), { output });
  }
}

const readingOf = (flags: Flags) => ({
  as: flags.as,
  clientVersion: flags['client-version'],
  kafkaVersion: flags['kafka-version'],
  handlerP99Ms: flags['handler-ms'],
});
