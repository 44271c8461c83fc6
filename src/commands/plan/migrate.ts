import { boolean, integer, string } from '@oclif/core/flags';
import { type MigratePlan, planMigrate } from '../../advisors/plan/migrate/migrate.ts';
import type { Procedure } from '../../advisors/plan/migrate/procedure.ts';
import { meanText, type TopicRate, topicRate } from '../../advisors/plan/observe/topic-rate.ts';
import { nameProblem } from '../../broker/metadata/topic-name.ts';
import { UsageError } from '../../cli/errors.ts';
import { clusterFlags, outputFlags, rateFlag } from '../../cli/flags.ts';
import { neededToPlan, PlanCommand } from '../../cli/plan-command.ts';
import { prose } from '../../cli/plan-view.ts';
import { Failure } from '../../lib/failure.ts';
import { collectEvidence } from '../../relay/drain/collect.ts';
import type { DrainEvidence } from '../../relay/drain/evidence.ts';

export default class PlanMigrate extends PlanCommand<MigratePlan> {
  static override summary =
    'From a narrow topic to a wide one: the steps with drain, checks, cut-over and the way back';
  static override description =
    'What moves, for how long, what it costs, and each step with its command and its check. On a cluster with the numbers of the topic and the ' +
    'group, and what a drain would say. Nothing is changed. Exit code 3 when the target is no wider, or records would expire before they move.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --partitions 24',
    '<%= config.bin %> <%= command.id %> --topic orders --group billing --from-partitions 6 --partitions 24 --unordered',
  ];
  static override flags = {
    topic: string({ required: true, summary: 'the narrow topic' }),
    group: string({ required: true, summary: 'the group that reads it' }),
    to: string({ helpValue: 'TOPIC', summary: 'the wide topic; TOPIC-wide when left out' }),
    partitions: integer({ min: 1, required: true, summary: 'of the wide topic; mq plan partitions says how many' }),
    'from-partitions': integer({ min: 1, summary: "of the narrow topic; the cluster's own when left out" }),
    'replication-factor': integer({ min: 1, summary: "of the wide topic; the narrow one's, else 3" }),
    'drain-rate': rateFlag({
      default: 50_000_000,
      defaultHelp: async () => '50 MB/s',
      summary: 'what the relay moves, as mq backlog drain --max-rate',
    }),
    target: rateFlag({ summary: 'what producers go on writing; as measured of the last 24 hours when left out' }),
    unordered: boolean({ summary: 'the order of keys does not matter: producers are switched without a pause' }),
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<MigratePlan> {
    const { flags } = await this.parse(PlanMigrate);
    const { topic, group } = flags;
    const target = flags.to ?? `${topic}-wide`;
    refuseTarget(topic, target);
    const seen = await this.onNamedCluster(flags, async cluster => {
      const evidence = await collectEvidence(cluster, { topic, group, target });
      refuseNoGroup(evidence);
      const rate = await topicRate(
        cluster,
        topic,
        evidence.backlog.map(({ partition }) => partition),
      );
      return { evidence, rate };
    });
    const fromPartitions = flags['from-partitions'] ?? seen?.evidence.source.partitions;
    if (fromPartitions === undefined)
      throw neededToPlan(`the number of partitions of ${topic}`, ['--from-partitions 6', '-b HOST:PORT to look at it']);
    const plan = planMigrate({
      topic,
      group,
      target,
      fromPartitions,
      partitions: flags.partitions,
      replicationFactor: flags['replication-factor'] ?? seen?.evidence.source.replicationFactor ?? 3,
      drainBytesPerSec: flags['drain-rate'],
      arrivalBytesPerSec: flags.target ?? (seen?.rate?.meanPerSec ?? 0) * recordBytes(seen?.evidence.backlog ?? []),
      ordered: !flags.unordered,
      evidence: seen?.evidence,
      how: {
        drain: 'given, else an assumption; mq backlog drain shows its own rate',
        arrival: flags.target === undefined ? arrivalText(seen?.rate) : 'given',
      },
    });
    return this.answer(plan, flags, [
      prose('Steps', plan.procedure.map(numbered)),
      prose('The way back', plan.rollback.map(numbered)),
    ]);
  }
}

function refuseNoGroup({ group, backlog }: DrainEvidence): void {
  if (group.state === 'Dead' && backlog.every(({ committed }) => committed === null))
    throw new Failure(`There is no group ${group.id}`, {
      code: 'GROUP_ID_NOT_FOUND',
      where: '--group',
      advice: 'mq group list',
    });
}

function refuseTarget(topic: string, target: string): void {
  const problem = target === topic ? `${topic} cannot be moved into itself` : nameProblem(target);
  if (problem !== undefined) throw new UsageError(problem, { where: '--to', advice: `--to ${topic}-wide` });
}

const numbered = ({ what, command, check }: Procedure, at: number): string =>
  [`${at + 1}. ${what}`, command, check && `✓ ${check}`].filter(Boolean).join('\n');

const arrivalText = (rate: TopicRate | undefined): string =>
  rate === undefined ? 'not known: nothing' : `${meanText(rate)}, by the size of the backlog`;

/** Of the backlog as it was estimated; 0 where there is none. */
function recordBytes(
  backlog: readonly { committed: number | null; logStart: number; end: number; bytes: number | null }[],
): number {
  const size = backlog.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const records = backlog.reduce(
    (sum, { committed, logStart, end }) => sum + Math.max(0, end - Math.max(committed ?? logStart, logStart)),
    0,
  );
  return records === 0 ? 0 : size / records;
}
