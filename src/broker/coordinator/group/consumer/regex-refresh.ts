/**
 * Subscriptions by regular expression, resolved here instead of in the client (KIP-848, KIP-1082). Expressions of a group
 * are looked up all at once, after the answer to the heartbeat that calls for it: the member learns what came of it with its
 * next one (GroupMetadataManager.maybeUpdateRegularExpressions, handleRegularExpressionsResult).
 */
import { InvalidRe2, Re2 } from '../../../../lib/re2/re2.ts';
import { GroupError } from '../group-error.ts';
import type { GroupRecord } from '../records.ts';
import type { RequestContext } from '../request-context.ts';
import type { Shard } from '../shard.ts';
import { isSameSet } from '../topic-partitions.ts';
import type { Change } from './change.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { epochRecord, regexRecord, regexTombstone } from './consumer-records.ts';
import { hashOfSubscriptions, type ResolvedRegex } from './subscriptions.ts';

/** Kafka's REGEX_BATCH_REFRESH_MIN_INTERVAL_MS */
const MIN_INTERVAL_MS = 10_000;

/** What a member's new expression means for its group: a new epoch, as it is known already, or a look at the topics. */
export function updateRegex(change: Change): { bump: boolean; refresh: boolean } {
  const { group, shard, before, member, records } = change;
  const [old, regex] = [before.subscribedTopicRegex, member.subscribedTopicRegex];
  let bump = false;
  let isNew = false;
  if (regex !== old) {
    if (old !== '' && group.regexSubscribers.get(old) === 1) records.push(regexTombstone(group.groupId, old));
    if (regex !== '') {
      if (!group.regexSubscribers.has(regex)) {
        checkRegex(regex);
        isNew = true;
      } else {
        bump = group.regexes.has(regex);
      }
    }
  }
  return { bump, refresh: isDue(change, isNew, shard) };
}

function isDue(change: Change, isNew: boolean, shard: Shard): boolean {
  const { group } = change;
  const used = regexesAfter(change);
  if (used.size === 0 || group.regexRefresh !== undefined) return false;
  const [any] = group.regexes.values();
  if (any === undefined) return true;
  const ageMs = shard.clock.nowMs() - any.timestampMs;
  if (ageMs <= MIN_INTERVAL_MS) return false;
  return (
    isNew ||
    used.size !== group.regexes.size ||
    any.version < shard.topics.versionWithNewTopics ||
    ageMs > shard.config.consumer.regexRefreshIntervalMs
  );
}

/** The expressions that will be subscribed to. */
function regexesAfter({ group, before, member }: Change): ReadonlySet<string> {
  const [old, regex] = [before.subscribedTopicRegex, member.subscribedTopicRegex];
  const used = new Set(group.regexSubscribers.keys());
  if (old !== regex && group.regexSubscribers.get(old) === 1) used.delete(old);
  if (regex !== '') used.add(regex);
  return used;
}

function checkRegex(regex: string): void {
  try {
    new Re2(regex);
  } catch (error) {
    if (!(error instanceof InvalidRe2)) throw error;
    throw new GroupError(
      'INVALID_REGULAR_EXPRESSION',
      `SubscribedTopicRegex \`${regex}\` is not a valid regular expression: ${error.message}.`,
      error,
    );
  }
}

/** Looks the group's expressions up. Who asks is allowed to see some topics and not others, and so is the whole group. */
export function refreshRegexes(shard: Shard, group: ConsumerGroup, { mayDescribe }: RequestContext): void {
  const { groupId } = group;
  group.regexRefresh = shard.clock.after(0, () => {
    group.regexRefresh = undefined;
    // The group may be gone, or be another one by now.
    if (shard.groups.get(groupId) !== group) return;
    const inUse = [...group.regexSubscribers.keys()];
    const found = new Map(inUse.map(regex => [regex, resolve(shard, regex, mayDescribe)]));
    try {
      store(shard, group, found);
    } catch (error) {
      if (!(error instanceof GroupError)) throw error;
      shard.log('warn', `group ${groupId}: what its expressions match could not be stored: ${error.message}`);
    }
  });
}

function resolve({ topics, clock }: Shard, regex: string, mayDescribe: RequestContext['mayDescribe']): ResolvedRegex {
  const compiled = new Re2(regex);
  const matched = [...topics.names()].filter(name => compiled.matches(name) && (mayDescribe?.(name) ?? true));
  return { topics: new Set(matched), version: topics.versionWithNewTopics, timestampMs: clock.nowMs() };
}

function store(shard: Shard, group: ConsumerGroup, found: ReadonlyMap<string, ResolvedRegex>): void {
  const { groupId } = group;
  const records: GroupRecord[] = [...found].map(([regex, resolved]) => regexRecord(groupId, regex, resolved));
  const isOther = [...found].some(
    ([regex, { topics }]) => !isSameSet(topics, group.regexes.get(regex)?.topics ?? new Set()),
  );
  const after = new Map([...group.regexes, ...found]);
  const hash = hashOfSubscriptions(group.members.values(), after, shard.topics);
  if (isOther || hash !== group.metadataHash) records.push(epochRecord(groupId, group.groupEpoch + 1, hash));
  shard.commit(records);
  group.topicsVersion = shard.topics.version;
}
