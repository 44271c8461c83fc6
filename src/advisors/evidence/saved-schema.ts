/** What a file of evidence must look like: a rule that reads it may rely on every field. Fields that a newer mq adds are kept. */
import { z } from 'zod';
import type { EvidenceKind, EvidenceKinds } from './kinds.ts';

const text = z.string();
const number = z.number();
const numbers = z.array(number);
const flag = z.boolean();
const byName = <T extends z.ZodType>(value: T) => z.record(text, value);
const object = z.looseObject;

const configs = byName(
  object({
    value: text.nullable(),
    source: z.enum(['topic', 'broker', 'all-brokers', 'server-properties', 'default', 'group', 'unknown']),
    serverProperties: text.exactOptional(),
  }),
);
const topicPartitions = z.array(object({ topic: text, partitions: numbers }));
const quorumReplicas = z.array(
  object({ nodeId: number, logEndOffset: number, lastFetchMs: number, lastCaughtUpMs: number }),
);
const partitionMoment = object({
  leader: number,
  isr: numbers,
  replicas: numbers,
  start: number.nullable(),
  end: number.nullable(),
});
const groupMoment = object({ state: text, members: number, committed: byName(z.array(number.nullable())) });

const fileEdit = object({
  path: text,
  line: number,
  key: text,
  rename: text.exactOptional(),
  value: text.exactOptional(),
});
const codeFact = z.enum([
  'send-unanswered',
  'commit-before-handling',
  'unsubscribe-before-close',
  'setnx-without-ttl',
  'deduplication-key-deleted',
]);

const clients = z.array(
  object({
    path: text,
    name: text.exactOptional(),
    family: z.enum(['java', 'librdkafka', 'kafkajs', 'connect', 'mirrormaker', 'broker']),
    version: text,
    role: z.enum(['producer', 'consumer', 'admin', 'client', 'connector', 'worker', 'broker']),
    settings: byName(object({ value: text, key: text, line: number.exactOptional(), written: text.exactOptional() })),
    defaults: byName(text),
    topics: z.array(text),
    faults: z.array(
      object({
        fault: z.enum(['unknown', 'legacy', 'absent', 'deprecated', 'value', 'duplicate', 'secret']),
        key: text,
        line: number.exactOptional(),
        observed: text,
        advice: text,
        edit: fileEdit.exactOptional(),
      }),
    ),
    code: z.array(object({ does: codeFact, line: number, text })).exactOptional(),
    handlerP99Ms: number.exactOptional(),
    running: object({
      connect: text,
      connector: text,
      type: z.enum(['sink', 'source', 'unknown']),
      version: text,
      state: text,
      tasks: z.array(text),
      login: text.exactOptional(),
    }).exactOptional(),
  }),
);

/** The compiler holds each against what rules are promised. */
const kinds: { [K in EvidenceKind]: z.ZodType<EvidenceKinds[K]> } = {
  cluster: object({
    clusterId: text.nullable(),
    brokers: z.array(object({ nodeId: number, host: text, port: number, rack: text.nullable(), fenced: flag })),
  }),
  topics: z.array(
    object({
      name: text,
      internal: flag,
      partitions: z.array(
        object({ partition: number, leader: number, replicas: numbers, isr: numbers, offline: numbers }),
      ),
    }),
  ),
  topicConfigs: byName(configs),
  brokerConfigs: byName(configs),
  groups: z.array(
    object({
      group: text,
      state: text,
      type: z.enum(['classic', 'consumer', 'share']),
      protocolType: text,
      assignor: text,
      coordinator: number,
      members: z.array(
        object({
          memberId: text,
          instanceId: text.nullable(),
          clientId: text,
          host: text,
          subscription: z.array(text).nullable(),
          assignment: topicPartitions,
        }),
      ),
    }),
  ),
  committed: z.array(
    object({
      group: text,
      topics: z.array(object({ topic: text, partitions: z.array(object({ partition: number, offset: number })) })),
    }),
  ),
  offsets: byName(z.array(object({ partition: number, start: number.nullable(), end: number.nullable() }))),
  oldestUnread: z.array(object({ group: text, topic: text, partition: number, timestampMs: number })),
  reassignments: z.array(object({ topic: text, partition: number, adding: numbers, removing: numbers })),
  logDirs: z.array(
    object({
      node: number,
      path: text,
      error: text.nullable(),
      totalBytes: number.nullable(),
      usableBytes: number.nullable(),
      replicas: z.array(object({ topic: text, partition: number, sizeBytes: number, offsetLag: number })),
    }),
  ),
  quorum: object({
    leaderId: number,
    leaderEpoch: number,
    highWatermark: number,
    voters: quorumReplicas,
    observers: quorumReplicas,
  }).nullable(),
  features: object({ finalized: byName(number), supported: byName(object({ min: number, max: number })) }),
  quotas: z.array(object({ entity: byName(text.nullable()), values: byName(number) })),
  acls: object({
    enabled: flag,
    bindings: z.array(
      object({
        resourceType: text,
        resourceName: text,
        patternType: text,
        principal: text,
        host: text,
        operation: text,
        permission: z.enum(['ALLOW', 'DENY']),
      }),
    ),
  }),
  samples: byName(
    object({
      records: z.array(
        object({
          partition: number,
          offset: number,
          timestampMs: number,
          timestampType: z.enum(['CreateTime', 'LogAppendTime']),
          codec: z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd']),
          sizeBytes: number,
          keyHash: number.nullable(),
          transactional: flag,
          headers: z.array(text),
          marks: byName(text),
        }),
      ),
    }),
  ),
  history: object({
    moments: z
      .array(
        object({
          atMs: number,
          topics: byName(z.array(partitionMoment)),
          groups: byName(groupMoment),
          reassigning: z.array(text),
        }),
      )
      .min(1),
  }),
  clients,
  connectors: clients,
  metrics: byName(z.array(object({ labels: byName(text), value: number, perSec: number.exactOptional() }))),
  host: z.array(
    object({
      node: number,
      memoryBytes: number.exactOptional(),
      heapBytes: number.exactOptional(),
      openFilesLimit: number.exactOptional(),
      openFiles: number.exactOptional(),
      maxMapCount: number.exactOptional(),
      cores: number.exactOptional(),
    }),
  ),
};

export const savedSchema = z.object({
  collectedAtMs: number,
  kinds: object(kinds).partial(),
  missing: z.array(
    object({
      kind: z.enum(Object.keys(kinds) as [keyof EvidenceKinds]),
      subject: text.exactOptional(),
      reason: text,
      needs: text,
    }),
  ),
});
