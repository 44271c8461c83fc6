import { boolean } from '@oclif/core/flags';
import { MqCommand } from '../../cli/command.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column } from '../../cli/output.ts';
import { listTopics, type TopicSummary } from '../../operations/topics.ts';

const columns: Column<TopicSummary>[] = [
  { header: 'topic', value: topic => topic.name },
  { header: 'partitions', value: topic => topic.partitions },
  { header: 'replicas', value: topic => topic.replicationFactor },
];

export default class TopicList extends MqCommand<TopicSummary[]> {
  static override summary = 'List topics with their partitions and replicas';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --bootstrap-server localhost:9092',
    '<%= config.bin %> <%= command.id %> --internal --output json',
  ];
  static override flags = {
    internal: boolean({ summary: 'with the topics that Kafka keeps for itself' }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<TopicSummary[]> {
    const { flags } = await this.parse(TopicList);
    const topics = await this.withCluster(flags, cluster => listTopics(cluster, { internal: flags.internal }));
    return this.show(topics, columns, flags);
  }
}
