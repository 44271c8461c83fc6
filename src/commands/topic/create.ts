import { boolean, integer, string } from '@oclif/core/flags';
import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { UsageError } from '../../cli/errors.ts';
import { changeFlags, clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column } from '../../cli/output.ts';
import { type CreatedTopic, createTopics } from '../../operations/topic-changes.ts';

const columns: Column<CreatedTopic>[] = [
  { header: 'topic', value: topic => topic.name },
  { header: 'partitions', value: topic => topic.partitions },
  { header: 'replicas', value: topic => topic.replicationFactor },
  { header: 'outcome', value: topic => topic.outcome },
];

export default class TopicCreate extends MqCommand<CreatedTopic[]> {
  static override summary = 'Create topics';
  static override description =
    "What is not said is left to the broker's defaults (num.partitions, default.replication.factor). With --dry-run the broker checks " +
    'the request, name, replicas and configuration, and creates nothing.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --partitions 12 --replication-factor 3',
    '<%= config.bin %> <%= command.id %> orders payments --partitions 6 --config retention.ms=86400000 --config min.insync.replicas=2',
    '<%= config.bin %> <%= command.id %> orders --partitions 12 --if-not-exists --dry-run',
  ];
  static override args = {
    topic: argument({ multiple: true, required: true, description: 'names of the new topics' }),
  };
  static override flags = {
    partitions: integer({ char: 'p', min: 1, helpValue: 'N', summary: "how many; the broker's default when left out" }),
    'replication-factor': integer({
      char: 'r',
      min: 1,
      helpValue: 'N',
      summary: "copies of each partition; the broker's default when left out",
    }),
    config: string({
      char: 'c',
      helpValue: 'KEY=VALUE',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'a setting of the topic; may be repeated',
    }),
    'if-not-exists': boolean({ summary: 'topics that are there already are no failure, whatever their partitions' }),
    'dry-run': changeFlags['dry-run'],
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<CreatedTopic[]> {
    const { args, flags } = await this.parse(TopicCreate);
    const request = {
      names: args.topic,
      partitions: flags.partitions,
      replicationFactor: flags['replication-factor'],
      configs: Object.fromEntries((flags.config ?? []).map(settingOf)),
      ifNotExists: flags['if-not-exists'],
      dryRun: flags['dry-run'],
    };
    const topics = await this.withCluster(flags, cluster => createTopics(cluster, request));
    return this.show(topics, columns, flags);
  }
}

function settingOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new UsageError(`--config takes KEY=VALUE, not "${text}"`, {
      where: '--config',
      advice: '--config retention.ms=86400000',
    });
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
