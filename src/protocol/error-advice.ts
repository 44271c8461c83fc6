import type { ErrorName } from './error-codes.ts';

/** What an operator can do about the errors that reach one. Errors that clients settle among themselves have none. */
export const errorAdvice: Partial<Record<ErrorName, string>> = {
  UNKNOWN_SERVER_ERROR: "The reason is in the broker's log.",
  OFFSET_OUT_OF_RANGE:
    'Retention deleted it, or it was never written: start from the earliest or latest offset or a time.',
  CORRUPT_MESSAGE: 'A compacted topic wants a key on every record; otherwise suspect the producer or the network.',
  UNKNOWN_TOPIC_OR_PARTITION:
    'Check the spelling. A new topic may take a moment; without permission to describe it also looks absent.',
  LEADER_NOT_AVAILABLE: 'If it lasts, all in-sync replicas are down: bring one of their brokers back.',
  REQUEST_TIMED_OUT: 'The operation may have been done all the same: look before doing it again.',
  MESSAGE_TOO_LARGE: "Send smaller batches, or raise the topic's max.message.bytes and the fetch sizes of its readers.",
  COORDINATOR_NOT_AVAILABLE:
    'If it lasts, the partition of __consumer_offsets or __transaction_state behind it has no leader.',
  INVALID_TOPIC_EXCEPTION:
    'At most 249 letters, digits, dots, underscores and dashes make a name; internal topics are protected.',
  RECORD_LIST_TOO_LARGE: "Send smaller batches, or raise the topic's segment.bytes.",
  NOT_ENOUGH_REPLICAS: 'Bring the brokers of the missing replicas back, or find out why they cannot keep up.',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'The records are in the log: a retry without idempotence writes them twice.',
  ILLEGAL_GENERATION: 'The group has rebalanced without this member: it has to join again.',
  INCONSISTENT_GROUP_PROTOCOL: 'Give all members of the group an assignor in common.',
  UNKNOWN_MEMBER_ID: 'It timed out: compare session.timeout.ms and max.poll.interval.ms with the work done per poll.',
  INVALID_SESSION_TIMEOUT: 'See group.min.session.timeout.ms and group.max.session.timeout.ms of the brokers.',
  TOPIC_AUTHORIZATION_FAILED:
    'An ACL for the topic is missing: READ, WRITE, DESCRIBE, CREATE, ALTER or DELETE, as the operation needs.',
  GROUP_AUTHORIZATION_FAILED:
    'An ACL for the group is missing: READ to join and commit, DESCRIBE to look, DELETE to delete.',
  CLUSTER_AUTHORIZATION_FAILED:
    'An ACL for the cluster is missing: ALTER, DESCRIBE, ALTER_CONFIGS or CREATE, as the operation needs.',
  INVALID_TIMESTAMP:
    "Correct the producer's clock, or widen message.timestamp.before.max.ms and message.timestamp.after.max.ms.",
  UNSUPPORTED_SASL_MECHANISM: 'Choose one of sasl.enabled.mechanisms of the listener.',
  UNSUPPORTED_VERSION: 'The cluster is older or newer than what the operation needs.',
  TOPIC_ALREADY_EXISTS:
    'Choose another name, or use the topic that is there. Names that differ only in . and _ collide as well.',
  INVALID_PARTITIONS: 'It has to be at least 1, and can only grow.',
  INVALID_REPLICATION_FACTOR: 'Lower it, or start more brokers.',
  INVALID_REPLICA_ASSIGNMENT:
    'Partitions start at 0 without gaps, all with the same number of distinct, known brokers.',
  INVALID_REQUEST: "The reason is in the broker's log.",
  POLICY_VIOLATION: 'See create.topic.policy.class.name and alter.config.policy.class.name of the brokers.',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'Records may be lost: restart the producer from what is acknowledged.',
  INVALID_PRODUCER_EPOCH: 'Two processes share a transactional id, or this one was thought dead.',
  INVALID_PRODUCER_ID_MAPPING: 'It has expired (transactional.id.expiration.ms): initialize the producer again.',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    'An ACL for the transactional id is missing: WRITE to use it, DESCRIBE to look.',
  SECURITY_DISABLED: 'Without authorizer.class.name there are no ACLs to see or to change.',
  KAFKA_STORAGE_ERROR: "Look at the broker's disks and its log: the directory is offline until it is restarted.",
  SASL_AUTHENTICATION_FAILED: 'Check user, password and mechanism; SCRAM users are per mechanism.',
  UNKNOWN_PRODUCER_ID: 'See producer.id.expiration.ms and the retention of the topic.',
  REASSIGNMENT_IN_PROGRESS: 'Wait for the reassignment or cancel it.',
  NON_EMPTY_GROUP: 'Stop its consumers; a member that died stays for its session timeout.',
  GROUP_ID_NOT_FOUND: 'Its name may be misspelt, or its offsets have expired (offsets.retention.minutes).',
  LISTENER_NOT_FOUND: 'Give all brokers the same listeners.',
  UNSUPPORTED_COMPRESSION_TYPE:
    'zstd needs Produce v7 and Fetch v10: update the client or choose another compression.type.',
  GROUP_MAX_SIZE_REACHED: 'See group.max.size of the brokers.',
  FENCED_INSTANCE_ID: 'Give every consumer of the group its own group.instance.id.',
  ELIGIBLE_LEADERS_NOT_AVAILABLE: 'Bring an in-sync replica back; an unclean election loses records.',
  GROUP_SUBSCRIBED_TO_TOPIC: 'Stop the consumers first.',
  INVALID_RECORD: 'Compacted topics want keys, transactional records a transaction; the response names the record.',
  UNSTABLE_OFFSET_COMMIT: 'If it lasts, the transaction hangs: its producer died without a commit.',
  THROTTLING_QUOTA_EXCEEDED: 'Wait and try again: controller_mutation_rate limits how fast topics change.',
  PRODUCER_FENCED: 'Run one producer per transactional id.',
  UNACCEPTABLE_CREDENTIAL: 'SCRAM wants at least 4096 iterations and at most 16384.',
  UNKNOWN_TOPIC_ID: 'It may have been deleted and created again under the same name.',
  INCONSISTENT_TOPIC_ID: 'It has been deleted and created again under the same name.',
  UNRELEASED_INSTANCE_ID: 'It has to leave first, or its session to time out.',
  UNSUPPORTED_ASSIGNOR: 'See group.consumer.assignors of the brokers.',
};
