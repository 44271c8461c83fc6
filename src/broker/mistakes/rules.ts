/**
 * The errors that are told, each by its rule. Those that clients settle among themselves have none: REBALANCE_IN_PROGRESS,
 * NOT_COORDINATOR, MEMBER_ID_REQUIRED, CONCURRENT_TRANSACTIONS and the like are how the protocol works.
 */
import { type ErrorName, errorOf } from '../../protocol/errors.ts';
import type { Exchange } from '../observer.ts';
import { adminRules } from './admin-rules.ts';
import { errorsIn } from './errors-in.ts';
import { groupRules } from './group-rules.ts';
import type { Complaint, Facts, Rule } from './mistake.ts';
import { offsetRules } from './offset-rules.ts';
import { recordRules } from './record-rules.ts';
import { securityRules } from './security-rules.ts';
import { topicRules } from './topic-rules.ts';
import { transactionRules } from './transaction-rules.ts';

const PRODUCE = 0;
const API_VERSIONS = 18;

const rules: Partial<Record<ErrorName, Rule>> = {
  ...adminRules,
  ...topicRules,
  ...recordRules,
  ...offsetRules,
  ...groupRules,
  ...transactionRules,
  ...securityRules,
  // Kafka's error for records that do not decompress, and for much else.
  UNKNOWN_SERVER_ERROR: (error, exchange, facts) => {
    const rule = exchange.api.key === PRODUCE ? recordRules.INVALID_RECORD : adminRules.UNKNOWN_SERVER_ERROR;
    return rule?.(error, exchange, facts);
  },
};

export interface Judged {
  readonly complaint: Complaint;
  readonly error: ErrorName;
}

/** What is wrong with an answered request. */
export function complaintsOf(exchange: Exchange, answer: object, facts: Facts): Judged[] {
  const { api } = exchange;
  if (api.key === API_VERSIONS) return []; // how versions are agreed upon
  return errorsIn(api.response.fields, answer, id => facts.topicName(id)).flatMap(found => {
    const error = errorOf(found.code).name;
    const complaint = rules[error]?.(found, exchange, facts);
    return complaint === undefined ? [] : [{ complaint, error }];
  });
}

/** Slowed down by a quota: the only mistake that is no error. */
export function throttleComplaint({ api }: Exchange, throttleTimeMs: number): Complaint {
  return {
    kind: 'quota',
    about: api.name,
    what: `is over its quota and is slowed down (${api.name} by ${throttleTimeMs} ms)`,
    advice: 'kafka-configs.sh --describe --entity-type clients (or users) shows the quotas, --alter changes them',
  };
}
