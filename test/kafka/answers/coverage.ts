/**
 * Every served (API, version) is asked at least once so that Kafka grants it and once so that Kafka refuses it with an error code.
 * What cannot be is listed here, with the reason.
 */
import type { Span } from '../../../src/protocol/span.ts';

export interface Exemption {
  /** Its name in Kafka's specifications. */
  readonly api: string;
  readonly versions: Span;
  readonly why: string;
}

const noAuthorizer = 'these two have no authorizer: authorization.test.ts compares it';
const noSasl = 'these two listen without SASL';

export const NEVER_REFUSED: readonly Exemption[] = [
  { api: 'OffsetFetch', versions: '1-8', why: 'the offset of what is not known is -1, without an error' },
  { api: 'FindCoordinator', versions: '0', why: 'any name is a group' },
  { api: 'DescribeGroups', versions: '0-5', why: 'a group that is not known is Dead, without an error' },
  { api: 'ListGroups', versions: '0-5', why: 'nothing is refused' },
  { api: 'ListPartitionReassignments', versions: '0', why: 'nothing is refused' },
  { api: 'ApiVersions', versions: '0-2', why: 'nothing to say that could be refused' },
  { api: 'DescribeLogDirs', versions: '1-4', why: 'what is not there is left out' },
  { api: 'ListTransactions', versions: '0-1', why: 'states that are none are told in the answer, without an error' },
  { api: 'ListConfigResources', versions: '0', why: 'nothing to say that could be refused' },
  { api: 'DescribeCluster', versions: '0', why: 'nothing to say that could be refused' },
];

export const NEVER_GRANTED: readonly Exemption[] = [
  { api: 'DescribeAcls', versions: '1-3', why: noAuthorizer },
  { api: 'CreateAcls', versions: '1-3', why: noAuthorizer },
  { api: 'DeleteAcls', versions: '1-3', why: noAuthorizer },
  { api: 'UnregisterBroker', versions: '0', why: 'the only broker of a cluster does not leave it' },
  { api: 'SaslHandshake', versions: '0-1', why: noSasl },
  { api: 'SaslAuthenticate', versions: '0-2', why: noSasl },
];
