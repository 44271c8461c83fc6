import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column, Section, View } from '../../cli/output.ts';
import { counted } from '../../lib/counted.ts';
import {
  describeTopics,
  type PartitionDescription,
  type TopicDescription,
} from '../../operations/topic-description.ts';

export default class TopicDescribe extends MqCommand<TopicDescription[]> {
  static override summary =
    'Show partitions with leader, replicas and offsets, and the configuration that is not the default';
  static override description =
    "All topics but Kafka's own when none is named. HEALTH says what is wrong with a partition: offline (no leader), under min ISR " +
    '(acks=all is refused), at min ISR (one replica more and it will be), under-replicated.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --bootstrap-server localhost:9092',
    '<%= config.bin %> <%= command.id %> orders payments --output json',
  ];
  static override args = { topic: argument({ multiple: true, description: 'topics, by their names' }) };
  static override flags = { ...clusterFlags, ...outputFlags };

  async run(): Promise<TopicDescription[]> {
    const { args, flags } = await this.parse(TopicDescribe);
    const topics = await this.withCluster(flags, cluster => describeTopics(cluster, args.topic));
    return this.show(topics, viewOf(topics), flags);
  }
}

type Row = PartitionDescription & { topic: string };

const columns: Column<Row>[] = [
  { header: 'partition', value: row => row.partition },
  { header: 'leader', value: row => row.leader },
  { header: 'replicas', value: row => row.replicas.join(',') },
  { header: 'isr', value: row => row.isr.join(',') },
  { header: 'start', value: row => row.startOffset },
  { header: 'end', value: row => row.endOffset },
  {
    header: 'health',
    value: row => row.health.join(', ') || 'ok',
    paint: (text, row, paint) => (row.health.length > 0 ? paint.bad(text) : text),
  },
];

const topicColumn: Column<Row> = { header: 'topic', value: row => row.topic };

function viewOf(topics: readonly TopicDescription[]): View {
  const rowsOf = ({ name, partitions }: TopicDescription): Row[] =>
    partitions.map(partition => ({ topic: name, ...partition }));
  return {
    sections: topics.map((topic): Section<Row> => ({ title: titleOf(topic), rows: rowsOf(topic), columns })),
    csv: { rows: topics.flatMap(rowsOf), columns: [topicColumn, ...columns] },
  };
}

function titleOf({ name, partitions, replicationFactor, configs }: TopicDescription): string {
  const size = `${counted(partitions.length, 'partition')}, replication factor ${replicationFactor}`;
  const settings = (configs ?? []).map(({ name, value, source }) => {
    return `  ${name}=${value ?? '(hidden)'}${source === 'topic' ? '' : `  (${source})`}`;
  });
  return [`${name}: ${size}`, ...settings].join('\n');
}
