import { boolean, integer, string } from '@oclif/core/flags';
import { MqCommand } from '../../cli/command.ts';
import { CheckFailed } from '../../cli/errors.ts';
import { changeFlags, clusterFlags, type OutputFlags, outputFlags } from '../../cli/flags.ts';
import { type Column, listView } from '../../cli/output.ts';
import { counted } from '../../lib/counted.ts';
import { type ElectionPlan, elect, planPreferred, planUnclean } from '../../operations/elections.ts';

export interface ElectionRow extends ElectionPlan {
  readonly outcome: string;
}

const columns: Column<ElectionRow>[] = [
  { header: 'topic', value: row => row.topic },
  { header: 'partition', value: row => row.partition },
  { header: 'leader before', value: row => row.leader ?? 'none' },
  { header: 'candidates', value: row => row.candidates.join(',') || 'none' },
  { header: 'in sync', value: row => row.isr.join(',') },
  { header: 'away', value: row => row.away.join(',') },
  { header: 'outcome', value: row => row.outcome },
];

export default class ClusterElectLeaders extends MqCommand<ElectionRow[]> {
  static override summary = 'Give partitions their preferred leader back, or any leader at all';
  static override description =
    'The preferred leader is the first of the replicas; it must be in sync. With --unclean a partition without a leader gets any replica ' +
    'that is alive: whatever only the replicas have that are gone is then lost, for good, also when they come back. Ends with 3 when a ' +
    'partition could not get its leader.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --topic orders --dry-run',
    '<%= config.bin %> <%= command.id %> --topic orders --partition 3 --unclean',
  ];
  static override flags = {
    topic: string({ char: 't', summary: 'only of this topic' }),
    partition: integer({ char: 'p', min: 0, dependsOn: ['topic'], summary: 'only this partition' }),
    unclean: boolean({ summary: 'a leader that is not in sync, where there is no other: loses records' }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ElectionRow[]> {
    const { flags } = await this.parse(ClusterElectLeaders);
    const type = flags.unclean ? 'unclean' : 'preferred';
    return this.withCluster(flags, async cluster => {
      const plans = await (flags.unclean ? planUnclean : planPreferred)(cluster, flags);
      const asPlanned = plans.map(plan => ({ ...plan, outcome: blocked(plan) ?? 'would be elected' }));
      const count = plans.filter(plan => blocked(plan) === undefined).length;
      if (flags['dry-run'] || count === 0) return this.done(asPlanned, flags);
      if (!flags.yes) await this.tell(listView(asPlanned, columns));
      const sure = flags.unclean
        ? await this.confirmTyped(uncleanWarning(plans), flags.topic ?? 'lose records', flags)
        : await this.confirm(`Elect the preferred leader of ${counted(count, 'partition')}?`, flags);
      if (!sure) return this.show(asPlanned, columns, flags);
      const elections = await elect(cluster, type, plans);
      const rows = plans.map(plan => {
        const election = elections.find(each => each.topic === plan.topic && each.partition === plan.partition);
        return { ...plan, outcome: blocked(plan) ?? (election?.error?.code || 'elected') };
      });
      return this.done(rows, flags);
    });
  }

  private async done(rows: ElectionRow[], flags: OutputFlags): Promise<ElectionRow[]> {
    await this.show(rows, columns, flags);
    const failed = rows.filter(({ outcome }) => outcome !== 'elected' && outcome !== 'would be elected');
    if (failed.length > 0)
      throw new CheckFailed(`${counted(failed.length, 'partition')} could not get the leader asked for`, {
        advice: 'bring the brokers back that are missing, and look at mq topic describe',
      });
    return rows;
  }
}

const blocked = ({ candidates }: ElectionPlan): string | undefined =>
  candidates.length === 0 ? 'nobody can lead' : undefined;

function uncleanWarning(plans: readonly ElectionPlan[]): string {
  const away = [...new Set(plans.flatMap(plan => plan.away))].sort((a, b) => a - b);
  const whose = away.length > 0 ? `only broker ${away.join(' or ')} has` : 'the new leader does not have';
  return `Records that ${whose} are lost for good, and consumers may have read them already.`;
}
