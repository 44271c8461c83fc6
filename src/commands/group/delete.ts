import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { changeFlags, clusterFlags, outputFlags } from '../../cli/flags.ts';
import { type Column, listView } from '../../cli/output.ts';
import { counted } from '../../lib/counted.ts';
import { shellWord } from '../../lib/shell.ts';
import { deleteFound, type GroupToDelete, groupsToDelete } from '../../operations/group-deletion.ts';
import { keepOffsets } from '../../operations/offsets-file.ts';

export interface GroupDeletion {
  readonly groups: readonly DeletedGroup[];
  /** Brings the commits back: mq replay --undo FILE. Null when there were none, or nothing was deleted. */
  readonly undo: string | null;
}

interface DeletedGroup {
  readonly group: string;
  readonly topics: number;
  readonly commits: number;
  readonly outcome: 'deleted' | 'would be deleted';
}

const columns: Column<DeletedGroup>[] = [
  { header: 'group', value: row => row.group },
  { header: 'topics', value: row => row.topics },
  { header: 'commits', value: row => row.commits },
  { header: 'outcome', value: row => row.outcome },
];

export default class GroupDelete extends MqCommand<GroupDeletion> {
  static override summary = 'Delete consumer groups with their committed offsets';
  static override description =
    'Only groups without members; when one of them cannot be deleted, none is. The commits are kept in a file first: mq replay --undo ' +
    'FILE brings them back. A consumer that comes back without them starts where its auto.offset.reset says.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> billing-old',
    '<%= config.bin %> <%= command.id %> billing-old billing-test --yes',
  ];
  static override args = { group: argument({ multiple: true, required: true, description: 'groups, by their names' }) };
  static override flags = { ...changeFlags, ...clusterFlags, ...outputFlags };

  async run(): Promise<GroupDeletion> {
    const { args, flags } = await this.parse(GroupDelete);
    return this.withCluster(flags, async cluster => {
      const found = await groupsToDelete(cluster, args.group);
      const shown = (outcome: DeletedGroup['outcome'], undo: string | null) => {
        const groups = found.map(each => ({ ...each, commits: each.commits.length, outcome }));
        return this.show({ groups, undo }, listView(groups, columns), flags);
      };
      if (flags['dry-run'] || !(await this.confirm(question(found), flags))) return shown('would be deleted', null);
      const commits = found.flatMap(each => each.commits);
      const undo = commits.length > 0 ? keepOffsets(commits) : null;
      await deleteFound(cluster, found);
      const result = await shown('deleted', undo);
      if (undo) this.note(`The way back: mq replay --undo ${shellWord(undo)}`);
      return result;
    });
  }
}

function question(found: readonly GroupToDelete[]): string {
  const list = found.map(
    ({ group, topics, commits }) => `${group} (${counted(commits.length, 'commit')} in ${counted(topics, 'topic')})`,
  );
  return `Delete ${list.join(', ')}?`;
}
