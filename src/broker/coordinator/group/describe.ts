/** What administrators see of groups: DescribeGroups and ListGroups (Kafka's GroupMetadataManager). */
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { describeGroups } from '../../../protocol/apis/15-describe-groups.ts';
import type { listGroups } from '../../../protocol/apis/16-list-groups.ts';
import { errors } from '../../../protocol/errors.ts';
import type { Group } from './any-group.ts';
import type { GroupError } from './group-error.ts';
import { NO_BYTES } from './member.ts';
import type { Shard } from './shard.ts';

export type DescribedGroup = ResponseInput<typeof describeGroups>['groups'][number];
export type ListedGroup = ResponseInput<typeof listGroups>['groups'][number];

/** First version to which an unknown group is an error instead of a dead group (KIP-1043). */
const NOT_FOUND_VERSION = 6;

/** Authorized operations are not the coordinator's: whoever knows the principal adds them. */
export function describe(shard: Shard, groupId: string, apiVersion: number): DescribedGroup {
  const group = shard.groups.get(groupId);
  if (group === undefined) return describeUnknown(groupId, apiVersion, `Group ${groupId} not found.`);
  if (group.type !== 'classic') return describeUnknown(groupId, apiVersion, `Group ${groupId} is not a classic group.`);
  const protocolName = group.is('Stable') ? group.protocolName : null;
  return {
    errorCode: errors.NONE.code,
    groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: protocolName ?? '',
    members: [...group.members.values()].map(member => ({
      memberId: member.memberId,
      groupInstanceId: member.identity.groupInstanceId,
      clientId: member.identity.clientId,
      clientHost: member.identity.clientHost,
      memberMetadata: protocolName === null ? NO_BYTES : member.metadataFor(protocolName),
      memberAssignment: member.assignment,
    })),
  };
}

const nothing = { protocolType: '', protocolData: '', members: [] };

export const describeError = (groupId: string, error: GroupError): DescribedGroup => ({
  ...nothing,
  errorCode: error.code,
  groupId,
  groupState: '',
});

/** What is no classic group is none at all. */
function describeUnknown(groupId: string, apiVersion: number, errorMessage: string): DescribedGroup {
  const dead = { ...nothing, groupId, groupState: 'Dead' };
  if (apiVersion < NOT_FOUND_VERSION) return { ...dead, errorCode: errors.NONE.code };
  return { ...dead, errorCode: errors.GROUP_ID_NOT_FOUND.code, errorMessage };
}

/** Filters are Kafka's names in any case; empty ones let everything pass. */
export function list(shard: Shard, { statesFilter, typesFilter }: RequestOf<typeof listGroups>): ListedGroup[] {
  const states = new Set(statesFilter.map(state => state.toLowerCase().trim()));
  const types = new Set(typesFilter.map(type => type.toLowerCase()));
  const passes = (group: Group) =>
    (states.size === 0 || states.has(group.state.toLowerCase())) && (types.size === 0 || types.has(group.type));
  return [...shard.groups.values()].filter(passes).map(group => ({
    groupId: group.groupId,
    protocolType: group.protocolType ?? '',
    groupState: group.state,
    groupType: group.type,
  }));
}
