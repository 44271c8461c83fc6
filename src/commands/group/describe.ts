import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column, Section, View } from '../../cli/output.ts';
import { count, counted } from '../../lib/counted.ts';
import { describeGroupLag, type GroupDescription, type GroupPartition } from '../../operations/groups.ts';

export default class GroupDescribe extends MqCommand<GroupDescription[]> {
  static override summary = 'Show members, committed offsets and lag of groups';
  static override description =
    'A partition without a commit shows - (null in JSON), never a number: nobody can say how far behind it is. Of a topic that the group ' +
    'subscribes to all partitions are shown; members without a partition are listed last. Lag is in records, counted in offsets.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> billing --bootstrap-server localhost:9092',
    "<%= config.bin %> <%= command.id %> billing --output json | jq '.[0].totalLag'",
  ];
  static override args = {
    group: argument({ multiple: true, required: true, description: 'groups, by their names' }),
  };
  static override flags = { ...clusterFlags, ...outputFlags };

  async run(): Promise<GroupDescription[]> {
    const { args, flags } = await this.parse(GroupDescribe);
    const groups = await this.withCluster(flags, cluster =>
      Promise.all(args.group.map(group => describeGroupLag(cluster, group))),
    );
    return this.show(groups, viewOf(groups), flags);
  }
}

/** A row of the table: a partition, or a member that has none. */
type Row = Partial<GroupPartition> & { group: string };

const columns: Column<Row>[] = [
  { header: 'topic', value: row => row.topic },
  { header: 'partition', value: row => row.partition },
  { header: 'committed', value: row => row.committed },
  { header: 'end', value: row => row.end },
  { header: 'lag', value: row => row.lag, paint: (text, row, paint) => (row.lag ? paint.warn(text) : text) },
  { header: 'member', value: row => row.memberId, align: 'left' },
  { header: 'host', value: row => row.host, align: 'left' },
];
const groupColumn: Column<Row> = { header: 'group', value: row => row.group };
const clientColumn: Column<Row> = { header: 'client', value: row => row.clientId };

function viewOf(groups: readonly GroupDescription[]): View {
  return {
    sections: groups.map((group): Section<Row> => ({ title: titleOf(group), rows: rowsOf(group), columns })),
    csv: { rows: groups.flatMap(rowsOf), columns: [groupColumn, ...columns, clientColumn] },
  };
}

function rowsOf({ group, partitions, members }: GroupDescription): Row[] {
  const idle = members.filter(member => member.assignment.every(({ partitions }) => partitions.length === 0));
  return [
    ...partitions.map(partition => ({ group, ...partition })),
    ...idle.map(({ memberId, clientId, host }) => ({ group, memberId, clientId, host })),
  ];
}

function titleOf({ group, state, type, assignor, members, coordinator, totalLag }: GroupDescription): string {
  const facts = [
    state,
    type,
    ...(assignor ? [assignor] : []),
    counted(members.length, 'member'),
    `coordinator ${coordinator}`,
    totalLag === null ? 'nothing committed' : `total lag ${count(totalLag)}`,
  ];
  return `${group}: ${facts.join(', ')}`;
}
