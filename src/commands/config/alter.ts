import { MqCommand } from '../../cli/command.ts';
import { editFlags, editsOf, resourceFlags, resourcesOf } from '../../cli/config-flags.ts';
import { changeFlags, clusterFlags, outputFlags } from '../../cli/flags.ts';
import { type Column, listView } from '../../cli/output.ts';
import { counted } from '../../lib/counted.ts';
import { applyConfigs, isChange, type PlannedConfig, planConfigs } from '../../operations/config-change.ts';
import { undoCommands } from '../../operations/config-undo.ts';
import { resourceText } from '../../operations/configs.ts';

export interface ConfigAlteration {
  readonly changes: readonly ConfigRow[];
  readonly changed: boolean;
  /** Commands that bring back what was, complete but for --bootstrap-server. */
  readonly undo: readonly string[];
}

interface ConfigRow {
  readonly resource: string;
  readonly key: string;
  readonly operation: string;
  readonly before: string | null;
  readonly beforeSource: string | null;
  readonly after: string | null;
  readonly afterSource: string | null;
  readonly outcome: 'changed' | 'would be changed' | 'is so already';
}

export default class ConfigAlter extends MqCommand<ConfigAlteration> {
  static override summary = 'Change single settings of topics, brokers or groups';
  static override description =
    'Only what is named changes (IncrementalAlterConfigs, KIP-339). Shows each value before and after, lets the brokers judge the new ' +
    'values before anything changes, and prints the command that brings the old ones back. Keys that do not exist are refused.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders --set min.insync.replicas=2 --set retention.ms=604800000',
    '<%= config.bin %> <%= command.id %> --topic orders --topic payments --delete unclean.leader.election.enable --yes',
    '<%= config.bin %> <%= command.id %> --topic orders --append cleanup.policy=compact --dry-run',
    '<%= config.bin %> <%= command.id %> --all-brokers --set log.cleaner.threads=2',
  ];
  static override flags = { ...resourceFlags, ...editFlags, ...changeFlags, ...clusterFlags, ...outputFlags };

  async run(): Promise<ConfigAlteration> {
    const { flags } = await this.parse(ConfigAlter);
    const [resources, edits] = [resourcesOf(flags), editsOf(flags)];
    return this.withCluster(flags, async cluster => {
      const planned = await planConfigs(cluster, resources, edits);
      const changes = planned.filter(isChange);
      const undo = undoCommands(planned);
      const shown = (changed: boolean) => {
        const rows = planned.map(plan => rowOf(plan, changed));
        return this.show({ changes: rows, changed, undo }, listView(rows, columns), flags);
      };
      if (flags['dry-run'] || changes.length === 0) return shown(false);
      for (const { edit, resource } of changes.filter(({ ownBefore }) => ownBefore === null))
        this.note(`${edit.name} of ${resourceText(resource)} is secret: mq cannot bring the old value back.`);
      if (!flags.yes && flags.output === 'table')
        await this.tell(
          listView(
            planned.map(plan => rowOf(plan)),
            columns,
          ),
        );
      if (!(await this.confirm(`Make ${counted(changes.length, 'change')}?`, flags))) return shown(false);
      await applyConfigs(cluster, planned);
      const result = await shown(true);
      if (undo.length > 0) this.note(`The way back: ${undo.join('\n              ')}`);
      return result;
    });
  }
}

function rowOf(plan: PlannedConfig, changed = false): ConfigRow {
  const { resource, edit, before, beforeSource, after, afterSource, secret } = plan;
  const done = changed ? 'changed' : 'would be changed';
  return {
    resource: resourceText(resource),
    key: edit.name,
    operation: edit.operation,
    before,
    beforeSource,
    after: secret ? null : after,
    afterSource,
    outcome: isChange(plan) ? done : 'is so already',
  };
}

const columns: Column<ConfigRow>[] = [
  { header: 'resource', value: row => row.resource },
  { header: 'key', value: row => row.key },
  { header: 'before', value: row => withSource(row.before, row.beforeSource, row) },
  { header: 'after', value: row => withSource(row.after, row.afterSource, row) },
  { header: 'outcome', value: row => row.outcome },
];

/** '604800000 (default)': the source only where it is not the resource itself. */
function withSource(value: string | null, source: string | null, { resource }: ConfigRow): string {
  if (source === null) return 'not set';
  const own = resource === 'all brokers' ? 'all-brokers' : resource.split(' ')[0];
  return `${value ?? '(not shown)'}${source === own ? '' : ` (${source})`}`;
}
