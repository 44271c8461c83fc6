/** What planners of consumers share: a topic that is looked at, and its group, watched for a while. */
import { integer, string } from '@oclif/core/flags';
import { type TopicFacts, topicFacts } from '../advisors/plan/observe/topic-facts.ts';
import { type WatchedGroup, watchGroup } from '../advisors/plan/observe/watch-group.ts';
import { type Plan, withNote } from '../advisors/plan/plan.ts';
import type { Cluster } from '../kafka/index.ts';
import type { ClusterFlags } from './flags.ts';
import { notLookedAt, PlanCommand } from './plan-command.ts';

export const watchFlags = {
  topic: string({ summary: 'the topic that is consumed' }),
  group: string({ dependsOn: ['topic'], summary: 'watch this group on --topic' }),
  /** Three commits of a Java consumer, which commits every 5 s. */
  'watch-seconds': integer({ min: 1, max: 600, default: 15, summary: 'for how long' }),
};

interface WatchFlags extends ClusterFlags {
  topic?: string | undefined;
  group?: string | undefined;
  'watch-seconds': number;
}

/** Undefined: no topic is named, or none and no cluster. */
export type Watched = { readonly facts: TopicFacts; readonly group: WatchedGroup | undefined } | undefined;

const STEADY_SECONDS = 30;

export abstract class WatchingPlanCommand<P extends Plan> extends PlanCommand<P> {
  /** With --group a cluster must be named; a topic alone is looked at where one is. */
  protected async watch(flags: WatchFlags): Promise<Watched> {
    const { topic, group, 'watch-seconds': seconds } = flags;
    if (topic === undefined) return undefined;
    if (group === undefined)
      return this.onNamedCluster(flags, async cluster => ({
        facts: await topicFacts(cluster, topic),
        group: undefined,
      }));
    const watch = (cluster: Cluster) => watchGroup(cluster, { group, topic, seconds, signal: this.signal });
    return this.withCluster(flags, async cluster => ({
      facts: await topicFacts(cluster, topic),
      group: await this.step(`Watching group ${group} for ${seconds} s`, () => watch(cluster)),
    }));
  }

  /** A group's rate is counted in commits: few of them are a coarse measure. */
  protected noted(plan: P, flags: WatchFlags, watched: Watched): P {
    if (watched === undefined) return withNote(plan, notLookedAt(flags));
    if (watched.group === undefined || watched.group.seconds >= STEADY_SECONDS) return plan;
    return withNote(
      plan,
      `Watched for ${watched.group.seconds} s. A Java consumer commits every 5 s by default, and one commit more or less changes its rate: --watch-seconds 60 is surer.`,
    );
  }
}
