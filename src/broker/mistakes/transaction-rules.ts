/** Idempotent and transactional producers that lost their place. */
import type { ErrorName } from '../../protocol/errors.ts';
import type { Exchange } from '../observer.ts';
import type { Rule } from './mistake.ts';
import { shown } from './software.ts';

const idOf = ({ request }: Exchange): string => request.transactionalId ?? '';
const named = (exchange: Exchange): string => (idOf(exchange) === '' ? '' : ` ${shown(idOf(exchange))}`);

const fenced: Rule = (_, exchange) => ({
  kind: 'producer-fenced',
  about: idOf(exchange),
  what: `writes as transactional producer${named(exchange)}, whose place a newer one has taken`,
  advice:
    'run one producer per transactional.id; one that was away for longer than transaction.timeout.ms has to start anew',
});

const sequence: Rule = ({ topic = '', partition = 0, message }) => ({
  kind: 'producer-sequence',
  about: `${topic}-${partition}`,
  what: `sends a batch to ${shown(topic)}-${partition} out of its sequence${message === undefined ? '' : `: ${shown(message, 200)}`}`,
  advice:
    'records before it are missing or were given up (delivery.timeout.ms), or max.in.flight.requests.per.connection is above 5: start the producer anew from what is acknowledged',
});

const forgotten: Rule = (_, exchange) => ({
  kind: 'producer-fenced',
  about: idOf(exchange),
  what: `writes with a producer id that the broker does not know${named(exchange) === '' ? '' : ` for${named(exchange)}`}`,
  advice:
    'it has expired (producer.id.expiration.ms, transactional.id.expiration.ms) or belongs to other data: start the producer anew',
});

const state: Rule = ({ message }, exchange) => ({
  kind: 'transaction',
  about: idOf(exchange),
  what: `asks with ${exchange.api.name} for what its transaction${named(exchange)} does not allow now${message === undefined ? '' : `: ${shown(message, 200)}`}`,
  advice: 'begin, write, send offsets, then commit or abort; after an error that is not fatal, abort',
});

const timeout: Rule = (_, { request }, facts) => ({
  kind: 'transaction',
  about: request.transactionalId ?? '',
  what: `asks for transaction.timeout.ms=${request.transactionTimeoutMs}; at most ${facts.setting('transaction.max.timeout.ms') ?? '900000'} is taken`,
  advice: 'lower transaction.timeout.ms of the producer, or raise transaction.max.timeout.ms of the broker',
});

export const transactionRules: Partial<Record<ErrorName, Rule>> = {
  INVALID_PRODUCER_EPOCH: fenced,
  PRODUCER_FENCED: fenced,
  OUT_OF_ORDER_SEQUENCE_NUMBER: sequence,
  UNKNOWN_PRODUCER_ID: forgotten,
  INVALID_PRODUCER_ID_MAPPING: forgotten,
  INVALID_TXN_STATE: state,
  TRANSACTION_ABORTABLE: state,
  INVALID_TRANSACTION_TIMEOUT: timeout,
};
