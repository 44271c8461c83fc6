import { boolean as flag } from '@oclif/core/flags';
import { type ApplyResult, applyTopics, applyView } from '../cli/apply-task.ts';
import { argument } from '../cli/args.ts';
import { MqCommand } from '../cli/command.ts';
import { changeFlags, clusterFlags, outputFlags } from '../cli/flags.ts';
import { readNamedText } from '../lib/named-file.ts';
import { requireDistinct } from '../operations/apply/plan.ts';
import { readTopicFile } from '../operations/apply/topic-file.ts';

export default class Apply extends MqCommand<ApplyResult> {
  static override summary = 'Make topics as files say: create them, widen them, set their configuration';
  static override description =
    'Everything is checked, by the brokers too, and shown before anything changes; applying again does nothing. Topics are never deleted nor ' +
    'made narrower. Settings of a topic that the file does not name are told and left, unless --prune removes them.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> topics.yaml --dry-run',
    '<%= config.bin %> <%= command.id %> orders.yaml payments.yaml --yes',
    {
      description: 'The file',
      command: `printf 'topics:\\n  orders:\\n    partitions: 12\\n    configs: {retention.ms: 604800000}\\n' | <%= config.bin %> <%= command.id %> -`,
    },
  ];
  static override args = { file: argument({ multiple: true, required: true, description: 'YAML files, - for stdin' }) };
  static override flags = {
    prune: flag({ helpGroup: 'CHANGE', summary: 'take settings away that a topic has and the file does not name' }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ApplyResult> {
    const { args, flags } = await this.parse(Apply);
    const files = await Promise.all(args.file.map(async file => ({ file, text: await this.textOf(file) })));
    const wanted = files.flatMap(({ file, text }) => readTopicFile(file, text).map(topic => ({ ...topic, file })));
    requireDistinct(wanted);
    const result = await this.withCluster(flags, cluster =>
      applyTopics(
        cluster,
        wanted.map(({ file: _, ...topic }) => topic),
        { prune: flags.prune, dryRun: flags['dry-run'], prunable: true },
        { note: line => this.note(line), agree: (plan, question) => this.agree(plan, question, flags) },
      ),
    );
    return this.show(result, applyView(result.changes), flags);
  }

  private async textOf(file: string): Promise<string> {
    if (file === '-') {
      const chunks: Buffer[] = [];
      for await (const chunk of this.input()) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    }
    return readNamedText(file, 'FILE');
  }
}
