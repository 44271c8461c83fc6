/** What a client may do to a resource, as the bits of AclOperation codes (KIP-430; Kafka: AclEntry.supportedOperations). */
import { type AclOperation, aclOperations, CLUSTER_NAME } from '../security/authorizer.ts';
import { mayDo, type Need, type RequestContext } from './row.ts';

const supported = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  CLUSTER: ['CREATE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE', 'ALTER', 'DESCRIBE'],
  GROUP: ['READ', 'DELETE', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
} as const satisfies Record<string, readonly AclOperation[]>;

type Described = keyof typeof supported;

const NOT_ASKED = -(2 ** 31);

export const topicOperations = (asked: boolean, context: RequestContext, name: string): number =>
  asked ? operationsOn('TOPIC', name, context) : NOT_ASKED;

export const groupOperations = (asked: boolean, context: RequestContext, groupId: string): number =>
  asked ? operationsOn('GROUP', groupId, context) : NOT_ASKED;

/** Only who may describe the cluster is told; others get an empty set. */
export function clusterOperations(asked: boolean, context: RequestContext): number {
  if (!asked) return NOT_ASKED;
  return mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME) ? operationsOn('CLUSTER', CLUSTER_NAME, context) : 0;
}

/** What a row needs that tells them. */
export const needsOfOperationsOn = (type: Described): Need[] =>
  supported[type].map((operation): Need => `${operation} ${type}`);

const operationsOn = (type: Described, name: string, context: RequestContext): number =>
  supported[type]
    .filter(operation => mayDo(context, operation, type, name))
    .reduce((bits, operation) => bits | (1 << aclOperations[operation]), 0);
