import { MqCommand } from '../../cli/command.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column } from '../../cli/output.ts';
import { type GroupSummary, listGroups } from '../../operations/groups.ts';

const columns: Column<GroupSummary>[] = [
  { header: 'group', value: group => group.group },
  { header: 'state', value: group => group.state },
  { header: 'type', value: group => group.type?.toLowerCase() },
  { header: 'protocol', value: group => group.protocolType },
  { header: 'members', value: group => group.members },
  { header: 'coordinator', value: group => group.coordinator },
];

export default class GroupList extends MqCommand<GroupSummary[]> {
  static override summary = 'List groups with state, members and coordinator';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --bootstrap-server localhost:9092',
    '<%= config.bin %> <%= command.id %> --output json | jq -r \'.[] | select(.state == "Empty") | .group\'',
  ];
  static override flags = { ...clusterFlags, ...outputFlags };

  async run(): Promise<GroupSummary[]> {
    const { flags } = await this.parse(GroupList);
    const groups = await this.withCluster(flags, listGroups);
    return this.show(groups, columns, flags);
  }
}
