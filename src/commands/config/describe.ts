import { boolean } from '@oclif/core/flags';
import { MqCommand } from '../../cli/command.ts';
import { resourceFlags, resourcesOf } from '../../cli/config-flags.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column, Section, View } from '../../cli/output.ts';
import type { ConfigValue } from '../../kafka/admin/configs.ts';
import { type ResourceConfigs, readConfigs, resourceText } from '../../operations/configs.ts';

export default class ConfigDescribe extends MqCommand<ResourceConfigs[]> {
  static override summary = 'Show settings of topics, brokers and groups, and where each value comes from';
  static override description =
    'SOURCE, from the strongest: topic or group, broker, all-brokers (the default for all of them), server-properties, default. ' +
    'Secret values are never shown.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders',
    '<%= config.bin %> <%= command.id %> --broker 1 --all --output csv',
  ];
  static override flags = {
    ...resourceFlags,
    all: boolean({ summary: "with what is Kafka's default" }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ResourceConfigs[]> {
    const { flags } = await this.parse(ConfigDescribe);
    const resources = resourcesOf(flags);
    const described = await this.withCluster(flags, cluster => readConfigs(cluster, resources, flags));
    return this.show(described, viewOf(described), flags);
  }
}

const columns: Column<ConfigValue>[] = [
  { header: 'key', value: config => config.name },
  { header: 'value', value: config => (config.isSecret ? '(secret)' : config.value) },
  { header: 'source', value: config => config.source },
  { header: 'changes', value: config => (config.isReadOnly ? 'with a restart' : 'at any time') },
];

type Row = ConfigValue & { resource: string };

function viewOf(described: readonly ResourceConfigs[]): View {
  const sections = described.map((resource): Section<ConfigValue> => {
    const nothing = resource.configs.length === 0 ? ': nothing but defaults' : '';
    return { title: `${resourceText(resource)}${nothing}`, rows: resource.configs, columns };
  });
  const rows = described.flatMap(each =>
    each.configs.map((config): Row => ({ ...config, resource: resourceText(each) })),
  );
  return { sections, csv: { rows, columns: [{ header: 'resource', value: (row: Row) => row.resource }, ...columns] } };
}
