/** Groups as their coordinators see them. */

import type { ResponseOf } from '../protocol/api.ts';
import { describeGroups } from '../protocol/apis/15-describe-groups.ts';
import { listGroups as listGroupsApi } from '../protocol/apis/16-list-groups.ts';
import { deleteGroups as deleteGroupsApi } from '../protocol/apis/42-delete-groups.ts';
import { consumerGroupDescribe } from '../protocol/apis/69-consumer-group-describe.ts';
import { shareGroupDescribe } from '../protocol/apis/77-share-group-describe.ts';
import { CONSUMER_PROTOCOL_TYPE, decodeAssignment, decodeSubscription } from '../protocol/consumer-protocol.ts';
import { ProtocolError } from '../protocol/error.ts';
import { errors } from '../protocol/errors.ts';
import type { Cluster } from './cluster.ts';
import { raise, refusal, refuse } from './error.ts';

export interface ListedGroup {
  readonly group: string;
  /** 'consumer' for consumer groups; 'connect', 'sr' and others for what uses groups otherwise. */
  readonly protocolType: string;
  /** Empty where the broker does not say (before 2.6), as is the type before 3.8. */
  readonly state: string;
  readonly type: string;
  readonly coordinator: number;
}

export interface DescribedGroup {
  readonly group: string;
  /** As Kafka names it: Stable, Empty, PreparingRebalance, CompletingRebalance, Assigning, Reconciling; Dead for a group that does not exist. */
  readonly state: string;
  readonly type: 'classic' | 'consumer' | 'share';
  /** 'consumer' for groups of consumers, 'share' for share groups (KIP-932), which commit nothing; 'connect' and others for what uses groups otherwise. */
  readonly protocolType: string;
  /** Empty without members. */
  readonly assignor: string;
  readonly coordinator: number;
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** Topics subscribed to by name; null where the protocol does not show them, as while a classic group rebalances. */
  readonly subscription: readonly string[] | null;
  /** Empty for protocols other than that of consumers. */
  readonly assignment: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

interface Options {
  /** The retry policy's when left out. */
  readonly attempts?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The groups of all coordinators, by name. */
export async function listGroups(cluster: Cluster, options: Options = {}): Promise<ListedGroup[]> {
  const { brokers } = await cluster.metadata([], options);
  return byName((await Promise.all(brokers.map(({ nodeId }) => listGroupsAt(cluster, nodeId, options)))).flat());
}

/** Those that one broker coordinates. */
export async function listGroupsAt(cluster: Cluster, node: number, options: Options = {}): Promise<ListedGroup[]> {
  const response = await cluster.call(listGroupsApi, {}, node, options);
  refuse(response.errorCode, `Listing the groups of broker ${node}`, { broker: node });
  return response.groups.map(({ groupId, protocolType, groupState, groupType }) => ({
    group: groupId,
    protocolType,
    state: groupState,
    type: groupType,
    coordinator: node,
  }));
}

/** A group whose coordinator moves while we ask may be listed twice. */
export function byName(groups: readonly ListedGroup[]): ListedGroup[] {
  const byName = new Map(groups.map(group => [group.group, group]));
  return [...byName.values()].sort((a, b) => (a.group < b.group ? -1 : 1));
}

/** Of any type: groups of the newer protocols (KIP-848, KIP-932) are unknown to the old API and have APIs of their own. */
export async function describeGroup(cluster: Cluster, group: string, options: Options = {}): Promise<DescribedGroup> {
  const response = await cluster.call(describeGroups, { groups: [group] }, { group }, options);
  const coordinator = await cluster.nodeOf({ group }); // known by now: call() has waited while there was none
  const [classic] = response.groups;
  const isAbsent = classic === undefined || classic.groupState === 'Dead' || classic.errorCode === notFound;
  if (!isAbsent) {
    refuse(classic.errorCode, `Describing group ${group}`, {}, classic.errorMessage);
    return readClassic(classic, coordinator);
  }
  const modern = await describeModern(cluster, group, coordinator, options);
  const nobody = { protocolType: '', assignor: '', members: [] };
  return modern ?? { group, state: 'Dead', type: 'classic', coordinator, ...nobody };
}

const notFound = errors.GROUP_ID_NOT_FOUND.code;
/** Brokers show the API of share groups before they are switched on, and then answer so. */
const notThere: ReadonlySet<number> = new Set([notFound, errors.UNSUPPORTED_VERSION.code]);

export function readClassic(
  found: ResponseOf<typeof describeGroups>['groups'][number],
  coordinator: number,
): DescribedGroup {
  const { protocolType } = found;
  const isConsumers = protocolType === CONSUMER_PROTOCOL_TYPE;
  return {
    group: found.groupId,
    state: found.groupState,
    type: 'classic',
    protocolType,
    assignor: found.protocolData,
    coordinator,
    members: found.members.map(
      ({ memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment }) => ({
        memberId,
        instanceId: groupInstanceId,
        clientId,
        host: clientHost,
        subscription: (isConsumers && understood(decodeSubscription, memberMetadata)?.topics) || null,
        assignment: (isConsumers && understood(decodeAssignment, memberAssignment)?.assignedPartitions) || [],
      }),
    ),
  };
}

/**
 * Undefined for what is not there, and for what does not decode: members put there what they like. An assigner for kafkajs as its
 * documentation has it writes version 1 without the field that came with it.
 */
function understood<T>(decode: (bytes: Buffer) => T, bytes: Buffer): T | undefined {
  try {
    return bytes.length > 0 ? decode(bytes) : undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** Groups that the old API does not know: of consumers (KIP-848), and share groups (KIP-932). */
async function describeModern(
  cluster: Cluster,
  group: string,
  coordinator: number,
  options: Options,
): Promise<DescribedGroup | undefined> {
  const body = { groupIds: [group], includeAuthorizedOperations: false };
  for (const type of ['consumer', 'share'] as const) {
    const api = describingModern[type];
    if ((await cluster.versionOf(api, coordinator)) === undefined) continue;
    const [found] = (await cluster.call(api, body, { group }, options)).groups;
    if (found === undefined || notThere.has(found.errorCode)) continue;
    refuse(found.errorCode, `Describing group ${group}`, {}, found.errorMessage);
    return readModern(found, type, coordinator);
  }
  return undefined;
}

export const describingModern = { consumer: consumerGroupDescribe, share: shareGroupDescribe };

type ModernGroup = ResponseOf<typeof consumerGroupDescribe | typeof shareGroupDescribe>['groups'][number];

export function readModern(found: ModernGroup, type: 'consumer' | 'share', coordinator: number): DescribedGroup {
  const members = found.members.map(member => {
    const { memberId, clientId, clientHost, subscribedTopicNames, assignment } = member;
    const [instanceId, regex] =
      'instanceId' in member ? [member.instanceId, member.subscribedTopicRegex] : [null, null];
    return {
      memberId,
      instanceId,
      clientId,
      host: clientHost,
      subscription: regex ? null : subscribedTopicNames,
      assignment: assignment.topicPartitions.map(({ topicName, partitions }) => ({ topic: topicName, partitions })),
    };
  });
  const { groupId: group, groupState: state, assignorName: assignor } = found;
  const protocolType = type === 'share' ? 'share' : CONSUMER_PROTOCOL_TYPE;
  return { group, state, type, protocolType, assignor, coordinator, members };
}

/** Deletes groups with their offsets. Throws when any was refused (NON_EMPTY_GROUP, GROUP_ID_NOT_FOUND), naming all that were. */
export async function deleteGroups(cluster: Cluster, groups: readonly string[], options: Options = {}): Promise<void> {
  const responses = await Promise.all(
    groups.map(group => cluster.call(deleteGroupsApi, { groupsNames: [group] }, { group }, options)),
  );
  raise(
    responses
      .flatMap(response => response.results)
      .flatMap(({ groupId, errorCode }) => refusal(errorCode, `Deleting group ${groupId}`) ?? []),
  );
}
