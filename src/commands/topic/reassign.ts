import type { Interfaces } from '@oclif/core';
import { boolean, custom, integer, string } from '@oclif/core/flags';
import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { UsageError } from '../../cli/errors.ts';
import { changeFlags, clusterFlags, outputFlags, rateFlag } from '../../cli/flags.ts';
import { listenForHangUp } from '../../cli/interrupt.ts';
import { movesText, movingView, reassignmentView } from '../../cli/reassign-view.ts';
import type { Cluster } from '../../kafka/index.ts';
import { Failure } from '../../lib/failure.ts';
import { shellWord } from '../../lib/shell.ts';
import { planReassignment, planReturn, type ReassignmentPlan } from '../../operations/reassign/plan.ts';
import { type Moving, movingNow } from '../../operations/reassign/progress.ts';
import {
  type Carried,
  carryOut,
  keepAssignment,
  readAssignment,
  takeBack,
} from '../../operations/reassign/reassign.ts';
import { clearThrottle } from '../../operations/reassign/throttle.ts';

export interface ReassignmentResult extends ReassignmentPlan {
  readonly outcome: Carried['outcome'] | 'would be moved' | 'nothing to do';
  /** Brings the replicas back: mq topic reassign --undo FILE. */
  readonly undo: string | null;
}

export interface MovingResult {
  readonly moving: readonly Moving[];
  readonly throttleRemoved: boolean;
}

/** Flags that mean nothing to what only looks or takes back. */
const newPlan = ['replication-factor', 'brokers', 'throttle', 'wait'];

export default class TopicReassign extends MqCommand<ReassignmentResult | MovingResult> {
  static override summary = 'Move replicas: another replication factor, other brokers, or evenly again';
  static override description =
    'Finds the assignment with the fewest moves: spread over racks, replicas and preferred leaders even over brokers, the order of replicas ' +
    'kept where it can be. Shows it with the bytes to copy before it asks. With --throttle it stays until all have arrived and takes the ' +
    'throttle away, whatever happens; Ctrl-C takes back what has not arrived. Should it be killed: --status, which also tells how far a ' +
    'reassignment is, takes a throttle away that is left. The assignment before is kept in a file, which kafka-reassign-partitions.sh reads too.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --replication-factor 3 --throttle 50MB/s',
    '<%= config.bin %> <%= command.id %> orders payments --brokers 1,2,4 --dry-run',
    '<%= config.bin %> <%= command.id %> --status',
    '<%= config.bin %> <%= command.id %> orders --cancel',
    '<%= config.bin %> <%= command.id %> --undo ~/.local/state/mq/undo/reassign.orders.1795255200000.json',
  ];
  static override args = { topic: argument({ multiple: true, description: 'topics, by their names' }) };
  static override flags = {
    'replication-factor': integer({
      char: 'r',
      min: 1,
      helpValue: 'F',
      summary: 'replicas of each partition; as many as it has when left out',
    }),
    brokers: custom<number>({
      helpValue: 'ID,…',
      multiple: true,
      delimiter: ',',
      summary: 'only these may have replicas; all that are there when left out',
      parse: async text => brokerId(text),
    })(),
    throttle: rateFlag({ summary: 'copy at most so many bytes a second to and from each broker' }),
    wait: boolean({ summary: 'until all have arrived; goes without saying with --throttle' }),
    status: boolean({
      exclusive: [...newPlan, 'cancel', 'undo'],
      summary: 'how far it is; takes away a throttle that is left',
    }),
    cancel: boolean({ exclusive: [...newPlan, 'undo'], summary: 'take back what has not arrived, and the throttle' }),
    undo: string({
      helpValue: 'FILE',
      exclusive: ['replication-factor', 'brokers'],
      summary: 'to where they were before',
    }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<ReassignmentResult | MovingResult> {
    const { args, flags } = await this.parse(TopicReassign);
    const { topic: topics = [] } = args;
    if (topics.length > 0 && flags.undo !== undefined)
      throw new UsageError('the file of --undo says which topics', { where: '--undo', advice: 'leave the topics out' });
    if (topics.length === 0 && !flags.status && flags.undo === undefined)
      throw new UsageError('which topics?', { where: 'TOPIC', advice: 'mq topic list' });
    return this.withCluster<ReassignmentResult | MovingResult>(
      flags,
      async cluster => {
        if (flags.status) return this.tellStatus(cluster, topics, flags);
        if (flags.cancel) return this.cancel(cluster, topics, flags);
        const { brokers, 'replication-factor': replicationFactor } = flags;
        const plan =
          flags.undo === undefined
            ? await planReassignment(cluster, { topics, replicationFactor, brokers })
            : await planReturn(cluster, readAssignment(flags.undo));
        return this.reassign(cluster, plan, flags);
      },
      {}, // Ctrl-C is for carryOut, which cleans up
    );
  }

  private async reassign(cluster: Cluster, plan: ReassignmentPlan, flags: Flags): Promise<ReassignmentResult> {
    const shown = async (outcome: ReassignmentResult['outcome'], undo: string | null, tell = true) => {
      const result = { ...plan, outcome, undo };
      if (tell) await this.show(result, reassignmentView(plan, flags.throttle), flags);
      return result;
    };
    if (plan.moves.length === 0) return shown('nothing to do', null);
    if (flags['dry-run']) return shown('would be moved', null);
    const isTable = flags.output === 'table';
    if (isTable) await shown('would be moved', null);
    if (!(await this.confirm(`Move ${movesText(plan.moves)}?`, flags))) return shown('would be moved', null, !isTable);
    const undo = keepAssignment(plan);
    const wayBack = `The way back: mq topic reassign --undo ${shellWord(undo)}`;
    this.note(wayBack);
    listenForHangUp();
    const { outcome } = await this.step('Copying', report =>
      carryOut(cluster, plan, {
        throttleBytesPerSec: flags.throttle,
        wait: flags.wait,
        signal: this.signal,
        onCopied: bytes => report({ done: bytes, bytes, total: plan.bytes, unit: 'bytes' }),
      }),
    );
    const result = await shown(outcome, undo, !isTable);
    this.afterwards(result);
    return result;
  }

  private afterwards({ outcome, topics }: ReassignmentResult): void {
    const again = `mq topic reassign ${topics.map(shellWord).join(' ')}`;
    if (outcome === 'arrived')
      this.note('All have arrived. Where another replica is preferred now: mq cluster elect-leaders');
    if (outcome === 'begun') this.note(`The brokers are copying. How far they are: ${again} --status`);
    if (outcome === 'left moving')
      throw new Failure('Stopped: what has begun goes on, the rest has not begun', {
        code: 'INTERRUPTED',
        advice: [`${again} --status`, `${again} --cancel`, 'the same command, later, for the rest'],
      });
    if (outcome === 'taken back')
      throw new Failure('Stopped: what had not arrived stays where it was, and the throttle is gone', {
        code: 'INTERRUPTED',
        advice: 'the same command goes on with the rest',
      });
  }

  private async tellStatus(cluster: Cluster, topics: readonly string[], flags: Flags): Promise<MovingResult> {
    const moving = await movingNow(cluster, topics);
    const names = topics.length > 0 ? topics : (await cluster.metadata()).topics.map(({ name }) => name);
    const throttleRemoved = !flags['dry-run'] && (await clearThrottle(cluster, names));
    await this.show({ moving, throttleRemoved }, movingView(moving), flags);
    if (throttleRemoved) this.note('A throttle was left from a reassignment that is over: it is gone now.');
    return { moving, throttleRemoved };
  }

  private async cancel(cluster: Cluster, topics: readonly string[], flags: Flags): Promise<MovingResult> {
    const moving = await movingNow(cluster, topics);
    if (moving.length === 0) return this.tellStatus(cluster, topics, flags);
    if (flags['dry-run']) return this.show({ moving, throttleRemoved: false }, movingView(moving), flags);
    if (!(await this.confirm(`Leave ${moving.length} partition(s) where they were?`, flags)))
      return { moving, throttleRemoved: false };
    const back = await takeBack(cluster, topics);
    const throttleRemoved = await clearThrottle(cluster, topics);
    await this.show({ moving: back, throttleRemoved }, movingView(back), flags);
    this.note(`Taken back.${throttleRemoved ? ' The throttle is gone.' : ''}`);
    return { moving: back, throttleRemoved };
  }
}

function brokerId(text: string): number {
  if (/^\d+$/.test(text.trim())) return Number(text);
  throw new UsageError(`"${text}" is not the id of a broker`, { where: '--brokers', advice: '--brokers 1,2,3' });
}

type Flags = Interfaces.InferredFlags<typeof TopicReassign.flags>;
