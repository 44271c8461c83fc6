/** What a client may do, as the bits of AclOperation codes (KIP-430). Without an authorizer: everything there is. */
const READ = 3;
const WRITE = 4;
const CREATE = 5;
const DELETE = 6;
const ALTER = 7;
const DESCRIBE = 8;
const CLUSTER_ACTION = 9;
const DESCRIBE_CONFIGS = 10;
const ALTER_CONFIGS = 11;
const IDEMPOTENT_WRITE = 12;

const bits = (operations: readonly number[]): number => operations.reduce((sum, code) => sum | (1 << code), 0);

const TOPIC = bits([READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS]);
const CLUSTER = bits([CREATE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE, ALTER, DESCRIBE]);
const GROUP = bits([READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS]);
const NOT_ASKED = -(2 ** 31);

export const topicOperations = (asked: boolean): number => (asked ? TOPIC : NOT_ASKED);
export const clusterOperations = (asked: boolean): number => (asked ? CLUSTER : NOT_ASKED);
export const groupOperations = (asked: boolean): number => (asked ? GROUP : NOT_ASKED);
