/** Members of groups that ask for what cannot be, or are no longer members. */
import type { ErrorName } from '../../protocol/errors.ts';
import type { Rule } from './mistake.ts';
import { shown } from './software.ts';

const OFFSET_COMMIT = 8;
const TXN_OFFSET_COMMIT = 28;
const CONSUMER_GROUP_HEARTBEAT = 68;

const sessionTimeout: Rule = (_, { request }, facts) => ({
  kind: 'session-timeout',
  about: request.groupId,
  what: `joins group ${shown(request.groupId)} with session.timeout.ms=${request.sessionTimeoutMs}; the broker takes ${facts.setting('group.min.session.timeout.ms')} to ${facts.setting('group.max.session.timeout.ms')}`,
  advice:
    'set session.timeout.ms of the consumer within these bounds, or move them: --config group.min.session.timeout.ms=N, --config group.max.session.timeout.ms=N',
});

const protocol: Rule = (_, { request }) => {
  const names = (request.protocols ?? []).map((each: { name: string }) => shown(each.name)).join(', ');
  const offer = names === '' ? '' : ` with ${request.protocolType} protocols ${names}`;
  return {
    kind: 'group-protocol',
    about: request.groupId,
    what: `joins group ${shown(request.groupId)}${offer}, none of which all its members have`,
    advice:
      'give all members the same partition.assignment.strategy (or, to change it, both for one rolling restart); consumers and Connect workers, or group.protocol classic and consumer, do not share a group id unless it migrates',
  };
};

const groupId: Rule = () => ({
  kind: 'group-id',
  about: '',
  what: 'takes part in a group without a group id',
  advice: 'set group.id of the consumer; who only assigns partitions and never commits needs none',
});

/** Told where the client loses work by it: a lost member that joins again is everyday life. */
const lost: Rule = (_, { api, request }) => {
  if (api.key !== OFFSET_COMMIT && api.key !== TXN_OFFSET_COMMIT) return undefined;
  return {
    kind: 'group-member-lost',
    about: request.groupId,
    what: `commits offsets for group ${shown(request.groupId)}, which it is no longer a member of (in this generation)`,
    advice:
      'it was away for longer than session.timeout.ms or max.poll.interval.ms, and its partitions went to others: process less per poll (max.poll.records) or raise these; what it read and did not commit is read again',
  };
};

const instance: Rule = (_, { request }) => ({
  kind: 'group-instance',
  about: request.groupId,
  what: `uses group.instance.id ${shown(request.groupInstanceId ?? request.instanceId ?? '')} in group ${shown(request.groupId)}, which another client holds now`,
  advice: 'give every consumer of the group a group.instance.id of its own',
});

const full: Rule = (_, { request }, facts) => ({
  kind: 'group-full',
  about: request.groupId,
  what: `wants to join group ${shown(request.groupId)}, which is full`,
  advice: `group.max.size is ${facts.setting('group.max.size')} on this broker`,
});

const assignor: Rule = ({ message }, { api, request }) =>
  api.key !== CONSUMER_GROUP_HEARTBEAT
    ? undefined
    : {
        kind: 'group-protocol',
        about: request.groupId,
        what: `asks for the assignor ${shown(request.serverAssignor ?? '')} in group ${shown(request.groupId)}${message === undefined ? '' : `: ${shown(message, 200)}`}`,
        advice: 'group.remote.assignor is uniform or range (group.consumer.assignors of the broker)',
      };

const pattern: Rule = ({ message }, { request }) => ({
  kind: 'group-protocol',
  about: request.groupId,
  what: `subscribes group ${shown(request.groupId)} to a pattern that cannot be read: ${shown(message ?? request.subscribedTopicRegex ?? '', 200)}`,
  advice: 'group.protocol=consumer takes patterns of RE2/J, without look-ahead and back references',
});

export const groupRules: Partial<Record<ErrorName, Rule>> = {
  INVALID_SESSION_TIMEOUT: sessionTimeout,
  INCONSISTENT_GROUP_PROTOCOL: protocol,
  INVALID_GROUP_ID: groupId,
  UNKNOWN_MEMBER_ID: lost,
  ILLEGAL_GENERATION: lost,
  FENCED_INSTANCE_ID: instance,
  UNRELEASED_INSTANCE_ID: instance,
  GROUP_MAX_SIZE_REACHED: full,
  UNSUPPORTED_ASSIGNOR: assignor,
  INVALID_REGULAR_EXPRESSION: pattern,
};
