/** What the planners' commands share: a cluster only where one is needed and named, the view, exit code 3 over a limit. */
import { figure } from '../advisors/plan/figure.ts';
import { overLimits, type Plan } from '../advisors/plan/plan.ts';
import type { Cluster } from '../kafka/index.ts';
import { isClusterNamed } from './client-properties.ts';
import { MqCommand } from './command.ts';
import { CheckFailed, UsageError } from './errors.ts';
import type { ClusterFlags, OutputFlags } from './flags.ts';
import type { View } from './output.ts';
import { planView } from './plan-view.ts';

export abstract class PlanCommand<P extends Plan> extends MqCommand<P> {
  /** Undefined, and nothing done, where nothing says where the cluster is. */
  protected async onNamedCluster<T>(
    flags: ClusterFlags,
    use: (cluster: Cluster) => Promise<T>,
  ): Promise<T | undefined> {
    return (await isClusterNamed(flags, process.env)) ? this.withCluster(flags, use) : undefined;
  }

  /** Shows the plan; throws CheckFailed (exit code 3) when it is over one of its limits. */
  protected async answer(plan: P, flags: OutputFlags, own?: View['sections']): Promise<P> {
    await this.show(plan, planView(plan, own), flags);
    const over = overLimits(plan);
    if (over.length > 0)
      throw new CheckFailed(
        over
          .map(
            ({ what, value, bound, limit, unit }) => `${what}: ${figure(value, unit)}, ${bound} ${figure(limit, unit)}`,
          )
          .join('; '),
        { code: 'OVER_LIMIT', advice: over.map(({ advice }) => advice) },
      );
    return plan;
  }
}

/** A topic was named and no cluster: what is said of it comes from flags alone. */
export const notLookedAt = ({ topic }: { readonly topic?: string | undefined }): string | undefined =>
  topic === undefined ? undefined : `${topic} was not looked at: nothing says where the cluster is (-b HOST:PORT).`;

export function refuseTooMany(replicationFactor: number, brokers: number): void {
  if (replicationFactor > brokers)
    throw new UsageError(`${replicationFactor} replicas do not fit on ${brokers} broker(s)`, {
      where: '--replication-factor',
      advice: `at most ${brokers}`,
    });
}

/** Something that the arithmetic needs and neither a flag nor a cluster has told. */
export const neededToPlan = (what: string, advice: readonly string[]): UsageError =>
  new UsageError(`${what} is not known`, { code: 'NEEDED_TO_PLAN', advice });
