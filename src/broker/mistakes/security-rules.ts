/** Who may not, and who could not say who it is. Nothing of what a client authenticates with is ever told. */
import type { ErrorName } from '../../protocol/errors.ts';
import type { Exchange } from '../observer.ts';
import { ANONYMOUS, principalText } from '../security/principal.ts';
import type { Complaint, Facts, FoundError, Rule } from './mistake.ts';
import { shown } from './software.ts';

/** What the APIs of everyday clients ask of the authorizer; others are told by their name. */
const operations: Readonly<Record<string, string>> = {
  Produce: 'Write',
  Fetch: 'Read',
  ListOffsets: 'Describe',
  Metadata: 'Describe',
  OffsetForLeaderEpoch: 'Describe',
  OffsetCommit: 'Read',
  OffsetFetch: 'Describe',
  FindCoordinator: 'Describe',
  JoinGroup: 'Read',
  SyncGroup: 'Read',
  Heartbeat: 'Read',
  LeaveGroup: 'Read',
  ConsumerGroupHeartbeat: 'Read',
  DescribeGroups: 'Describe',
  ConsumerGroupDescribe: 'Describe',
  DeleteGroups: 'Delete',
  OffsetDelete: 'Delete',
  CreateTopics: 'Create',
  DeleteTopics: 'Delete',
  DeleteRecords: 'Delete',
  CreatePartitions: 'Alter',
  DescribeConfigs: 'DescribeConfigs',
  AlterConfigs: 'AlterConfigs',
  IncrementalAlterConfigs: 'AlterConfigs',
  InitProducerId: 'Write',
  AddPartitionsToTxn: 'Write',
  AddOffsetsToTxn: 'Write',
  EndTxn: 'Write',
  TxnOffsetCommit: 'Write',
  DescribeTransactions: 'Describe',
  DescribeAcls: 'Describe',
  CreateAcls: 'Alter',
  DeleteAcls: 'Alter',
};

type Kind = 'topic' | 'group' | 'cluster' | 'transactional-id';

const denied =
  (kind: Kind, nameOf: (error: FoundError, exchange: Exchange) => string): Rule =>
  (error, exchange, facts) => {
    const { api, peer } = exchange;
    const who = principalText(peer.principal);
    const name = kind === 'cluster' ? '' : nameOf(error, exchange);
    const resource = kind === 'cluster' ? 'the cluster' : `${kind.replace('-', ' ')} ${shown(name)}`;
    const flag = kind === 'cluster' ? '--cluster' : `--${kind} ${shown(name)}`;
    const operation = operations[api.name];
    const isAnonymous = peer.principal.name === ANONYMOUS.name;
    const command = `kafka-acls.sh --bootstrap-server ${facts.bootstrap} --add --allow-principal ${shown(who)} --operation ${operation ?? 'OPERATION'} ${flag}`;
    return {
      kind: 'authorization',
      about: `${api.name} ${resource}`,
      what: `is ${shown(who)} and may not ${(operation ?? `do ${api.name}`).toLowerCase()} ${resource}`,
      advice: isAnonymous
        ? `it did not say who it is: connect to a listener with SASL or mutual TLS; or allow everybody: ${command}`
        : operation === 'Describe' && kind !== 'cluster'
          ? `${command} (Read and Write imply Describe)`
          : command,
    };
  };

/** A failed authentication, from the reason that is logged for it (security/sasl/session.ts). */
export function authenticationComplaint(reason: string, facts: Facts): Complaint {
  const [, api] = /^Unexpected Kafka request of type (\S+) during SASL/.exec(reason) ?? [];
  if (api !== undefined)
    return {
      kind: 'authentication',
      about: 'state',
      what: `sends ${shown(api)} where authentication is due`,
      advice: 'set security.protocol to SASL_PLAINTEXT or SASL_SSL, as the listener wants it, and sasl.mechanism',
    };
  const [, mechanism] = /^Unsupported SASL mechanism (.*)$/s.exec(reason) ?? [];
  if (mechanism !== undefined)
    return {
      kind: 'authentication',
      about: 'mechanism',
      what: `wants to authenticate with SASL mechanism ${shown(mechanism)}, which is not enabled`,
      advice: `sasl.enabled.mechanisms of the broker is ${facts.setting('sasl.enabled.mechanisms') ?? 'not set'}: set sasl.mechanism of the client to one of them`,
    };
  return {
    kind: 'authentication',
    about: 'credentials',
    what: `fails to authenticate: ${shown(reason, 200)}`,
    advice:
      'check user and password in sasl.jaas.config (sasl.username, sasl.password); a SCRAM user is made per mechanism, with kafka-configs.sh --alter --entity-type users --add-config',
  };
}

/** A handshake where no authentication is due. */
const saslState: Rule = (_, { api }) => ({
  kind: 'authentication',
  about: 'state',
  what: `sends ${api.name} to a listener that wants no authentication`,
  advice: 'set security.protocol of the client to PLAINTEXT (or SSL), or connect to a listener with SASL',
});

const noAuthorizer: Rule = () => ({
  kind: 'refused',
  about: 'acls',
  what: 'asks for ACLs, and the broker has no authorizer',
  advice:
    '--config authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer, and super.users for yourself',
});

export const securityRules: Partial<Record<ErrorName, Rule>> = {
  TOPIC_AUTHORIZATION_FAILED: denied('topic', ({ topic, name }) => topic ?? name ?? ''),
  GROUP_AUTHORIZATION_FAILED: denied('group', ({ name }, { request }) => request.groupId ?? name ?? ''),
  CLUSTER_AUTHORIZATION_FAILED: denied('cluster', () => ''),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: denied(
    'transactional-id',
    ({ name }, { request }) => request.transactionalId ?? name ?? '',
  ),
  ILLEGAL_SASL_STATE: saslState,
  SECURITY_DISABLED: noAuthorizer,
};
