/** Judges a request and its answer as on a broker with two topics. */

import { expect } from 'vitest';
import type { Facts, MistakeKind } from '../../../src/broker/mistakes/mistake.ts';
import { complaintsOf } from '../../../src/broker/mistakes/rules.ts';
import type { Peer } from '../../../src/broker/network/peer.ts';
import type { AnyApi } from '../../../src/protocol/api.ts';
import { apis } from '../../../src/protocol/apis/index.ts';
import { type ErrorName, errors } from '../../../src/protocol/errors.ts';
import { batchOf } from '../apis/ask.ts';

export const facts: Facts = {
  bootstrap: 'localhost:9092',
  topics: () => ['orders', 'billing'],
  partitionsOf: topic => ({ orders: 6, billing: 1 })[topic],
  topicName: id => (id === 'b3JkZXJzb3JkZXJzb3JkZQ' ? 'orders' : undefined),
  topicConfig: (_, key) =>
    ({
      'max.message.bytes': '1048588',
      'segment.bytes': '2000',
      'cleanup.policy': 'compact',
      'min.insync.replicas': '2',
      'message.timestamp.after.max.ms': '3600000',
      'message.timestamp.before.max.ms': '86400000',
    })[key],
  setting: key =>
    ({
      'auto.create.topics.enable': 'false',
      'group.min.session.timeout.ms': '6000',
      'group.max.session.timeout.ms': '1800000',
      'group.max.size': '2',
      'offset.metadata.max.bytes': '4096',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'transaction.max.timeout.ms': '900000',
    })[key],
  offsetsOf: topic => (topic === 'orders' ? { first: 1000, end: 2000 } : undefined),
};

const peer: Peer = {
  id: 1,
  host: '/127.0.0.1',
  principal: { type: 'User', name: 'alice' },
} as unknown as Peer;

const apiOf = (name: string): AnyApi => apis.find(each => each.name === name)!;

export function complaints(
  name: string,
  request: object,
  response: object,
  over: { facts?: Partial<Facts>; peer?: object } = {},
) {
  const api = apiOf(name);
  const exchange = {
    api,
    version: api.versions.max,
    correlationId: 1,
    clientId: 'app',
    peer: { ...peer, ...over.peer } as Peer,
    request,
    requestBytes: 100,
  };
  return complaintsOf(exchange, response, { ...facts, ...over.facts });
}

export const code = (error: ErrorName): number => errors[error].code;

export const produceRequest = (records: Buffer, name = 'orders') => ({
  acks: -1,
  topicData: [{ name, topicId: '', partitionData: [{ index: 0, records }] }],
});
export const produceAnswer = (error: ErrorName, errorMessage: string | null = null, name = 'orders') => ({
  responses: [{ name, partitionResponses: [{ index: 0, errorCode: code(error), errorMessage }] }],
});
export const metadataAnswer = (error: ErrorName, name: string) => ({ topics: [{ errorCode: code(error), name }] });
export const batch = batchOf(['a', 'b']);
export const withCodec = (codec: number) => {
  const records = Buffer.from(batch);
  records[22] = codec;
  return records;
};

/** A request, its answer, and what is to be said of them. */
export interface Case {
  readonly of: string;
  readonly api: string;
  readonly request?: object;
  readonly answer: object;
  readonly kind: MistakeKind;
  readonly says: readonly RegExp[];
  readonly facts?: Partial<Facts>;
}

export function expectOne({ api, request = {}, answer, kind, says, facts: known = {} }: Case): void {
  const [judged, ...more] = complaints(api, request, answer, { facts: known });
  expect(more).toEqual([]);
  const { complaint } = judged!;
  expect(complaint.kind).toBe(kind);
  for (const words of says) expect(`${complaint.what}: ${complaint.advice}`).toMatch(words);
}
