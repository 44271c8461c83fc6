import { boolean, integer, string } from '@oclif/core/flags';
import { type DurabilityPlan, planDurability } from '../../advisors/plan/durability/durability.ts';
import type { LossCase } from '../../advisors/plan/durability/loss-cases.ts';
import type { Acks, Survival } from '../../advisors/plan/durability/survival.ts';
import { type TopicFacts, topicFacts } from '../../advisors/plan/observe/topic-facts.ts';
import { clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Section } from '../../cli/output.ts';
import { PlanCommand, refuseTooMany } from '../../cli/plan-command.ts';

export default class PlanDurability extends PlanCommand<DurabilityPlan> {
  static override summary = 'What replicas, min.insync.replicas and acks survive';
  static override description =
    'How many brokers may fail while writes go on, and how many may be lost without losing an acknowledged record, for the choice given or for ' +
    "a topic as it is, beside the usual choices; the document's six ways of sending and when each loses records. Exit code 3 when the choice " +
    'does not keep the promise of --brokers-lost.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --replication-factor 3 --min-isr 2',
    '<%= config.bin %> <%= command.id %> --replication-factor 2 --min-isr 2 --brokers-lost 0',
    '<%= config.bin %> <%= command.id %> --topic orders --acks 1',
  ];
  static override flags = {
    topic: string({ summary: 'take replicas and minimum from this topic' }),
    'replication-factor': integer({ min: 1, summary: "copies of each partition; the topic's, else 3" }),
    'min-isr': integer({ min: 1, summary: "min.insync.replicas; the topic's, else 1 as Kafka has it" }),
    acks: string({ default: 'all', options: ['0', '1', 'all'], summary: "the producers' acks" }),
    'unclean-election': boolean({ summary: 'unclean.leader.election.enable=true' }),
    'brokers-lost': integer({
      min: 0,
      default: 1,
      helpValue: 'N',
      summary: 'the promise: so many brokers may be lost',
    }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<DurabilityPlan> {
    const { flags } = await this.parse(PlanDurability);
    const { topic } = flags;
    const facts =
      topic === undefined ? undefined : await this.withCluster(flags, cluster => topicFacts(cluster, topic));
    const replicationFactor = flags['replication-factor'] ?? facts?.replicationFactor ?? 3;
    if (facts !== undefined) refuseTooMany(replicationFactor, facts.brokers);
    const plan = planDurability({
      replicationFactor,
      minInSync: flags['min-isr'] ?? minimumOf(facts) ?? 1,
      acks: flags.acks as Acks,
      unclean: flags['unclean-election'] || facts?.configs['unclean.leader.election.enable'] === 'true',
      brokersLost: flags['brokers-lost'],
      brokers: facts?.brokers,
      topic,
      inSyncReplicas: facts?.inSyncReplicas,
      how: facts === undefined ? "given, else Kafka's own" : `of ${facts.name}, unless given`,
    });
    return this.answer(plan, flags, [choicesOf(plan.choices), lossCasesOf(plan.lossCases)]);
  }
}

const minimumOf = (facts: TopicFacts | undefined): number | undefined =>
  facts === undefined ? undefined : Number(facts.configs['min.insync.replicas']);

const mark = ({ isAsked }: { readonly isAsked: boolean }): string => (isAsked ? '→' : '');

const choicesOf = (rows: readonly Survival[]): Section<Survival> => ({
  title: 'What each choice survives, in brokers',
  rows,
  columns: [
    { header: '', value: mark },
    { header: 'replicas', value: row => row.replicationFactor },
    { header: 'min isr', value: row => row.minInSync },
    { header: 'acks', align: 'right', value: row => row.acks },
    { header: 'away, writes', value: row => row.forWrites },
    { header: 'lost, worst', value: row => row.forDataWorst },
    { header: 'lost, in sync', value: row => row.forDataInSync },
  ],
});

const lossCasesOf = (rows: readonly LossCase[]): Section<LossCase> => ({
  title: "The document's six ways to send, and what is lost today",
  rows,
  columns: [
    { header: '', value: mark },
    { header: 'send', value: row => row.sending },
    { header: 'acks', align: 'right', value: row => row.acks },
    {
      header: 'lost',
      wraps: true,
      value: ({ lost, document }) =>
        `${lost} (the document: ${document === undefined ? 'counted, not described' : document.says})`,
    },
  ],
});
