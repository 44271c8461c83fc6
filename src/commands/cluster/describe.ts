import { MqCommand } from '../../cli/command.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column, View } from '../../cli/output.ts';
import { type BrokerDescription, type ClusterDescription, describeCluster } from '../../operations/cluster.ts';

export default class ClusterDescribe extends MqCommand<ClusterDescription> {
  static override summary = 'Show brokers, what they lead and hold, the controller, and partitions in trouble';
  static override description =
    'Kafka counts its own topics too: partitions of __consumer_offsets have leaders and replicas like any other.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --bootstrap-server localhost:9092',
    '<%= config.bin %> <%= command.id %> --output json',
  ];
  static override flags = { ...clusterFlags, ...outputFlags };

  async run(): Promise<ClusterDescription> {
    const { flags } = await this.parse(ClusterDescribe);
    const description = await this.withCluster(flags, describeCluster);
    return this.show(description, viewOf(description), flags);
  }
}

const brokerColumns: Column<BrokerDescription>[] = [
  { header: 'broker', value: broker => broker.nodeId },
  { header: 'address', value: broker => `${broker.host}:${broker.port}` },
  { header: 'rack', value: broker => broker.rack },
  { header: 'leaders', value: broker => broker.leaders },
  { header: 'replicas', value: broker => broker.replicas },
  { header: 'controller', value: broker => (broker.controller ? 'yes' : '') },
];

function viewOf(cluster: ClusterDescription): View {
  const facts: [string, string | number | null, bad?: boolean][] = [
    ['cluster', cluster.clusterId],
    ['version', cluster.version],
    ['controller', cluster.controllerId],
    ['topics', cluster.topics],
    ['partitions', cluster.partitions],
    ['under-replicated', cluster.underReplicatedPartitions, cluster.underReplicatedPartitions > 0],
    ['offline', cluster.offlinePartitions, cluster.offlinePartitions > 0],
  ];
  const factColumns: Column<(typeof facts)[number]>[] = [
    { header: 'fact', value: ([name]) => name },
    {
      header: 'value',
      value: ([, value]) => value,
      align: 'left',
      paint: (text, [, , bad], paint) => (bad ? paint.bad(text) : text),
    },
  ];
  const brokers = { rows: cluster.brokers, columns: brokerColumns };
  return { sections: [{ rows: facts, columns: factColumns, headless: true }, brokers], csv: brokers };
}
