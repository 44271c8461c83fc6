import { boolean } from '@oclif/core/flags';
import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { changeFlags, clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column } from '../../cli/output.ts';
import { counted } from '../../lib/counted.ts';
import { type DeletedTopic, deleteTopics, type TopicToDelete, topicsToDelete } from '../../operations/topic-changes.ts';

const columns: Column<DeletedTopic>[] = [
  { header: 'topic', value: topic => topic.name },
  { header: 'partitions', value: topic => topic.partitions },
  { header: 'offsets', value: topic => topic.offsets },
  { header: 'outcome', value: topic => topic.outcome },
];

export default class TopicDelete extends MqCommand<DeletedTopic[]> {
  static override summary = 'Delete topics with all their records';
  static override description =
    'Names are literal, never patterns. When one of them does not exist nothing is deleted, unless --if-exists. OFFSETS is what the ' +
    'topic spans from its first to its next offset: about its records.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders-old',
    '<%= config.bin %> <%= command.id %> orders-old payments-old --if-exists --yes',
    '<%= config.bin %> <%= command.id %> orders-old --dry-run',
  ];
  static override args = {
    topic: argument({ multiple: true, required: true, description: 'topics, by their names' }),
  };
  static override flags = {
    'if-exists': boolean({ summary: 'topics that are not there are no failure' }),
    internal: boolean({ summary: "allow to delete Kafka's own topics (__consumer_offsets, __transaction_state)" }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<DeletedTopic[]> {
    const { args, flags } = await this.parse(TopicDelete);
    const options = { ifExists: flags['if-exists'], internal: flags.internal };
    const deleted = await this.withCluster(flags, async cluster => {
      const found = await topicsToDelete(cluster, args.topic, options);
      if (flags['dry-run']) return found.map(topic => ({ ...topic, outcome: 'would be deleted' as const }));
      const sure = found.length === 0 || (await this.confirm(question(found), flags));
      return sure ? deleteTopics(cluster, found) : undefined;
    });
    return deleted ? this.show(deleted, columns, flags) : [];
  }
}

function question(topics: readonly TopicToDelete[]): string {
  const list = topics.map(
    ({ name, partitions, offsets }) =>
      `${name} (${counted(partitions, 'partition')}, about ${counted(offsets, 'record')})`,
  );
  return `Delete ${list.join(', ')}? There is no way back.`;
}
