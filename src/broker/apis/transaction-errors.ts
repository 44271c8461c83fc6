/** Errors that old clients of the transaction coordinator do not know (KIP-588). */
import { type ErrorName, errors } from '../../protocol/errors.ts';

const FENCED_FROM = 2;

/** For AddPartitionsToTxn, AddOffsetsToTxn and EndTxn: before v2 a producer that is fenced has an invalid epoch. */
export const codeFor = (error: ErrorName, version: number): number =>
  errors[error === 'PRODUCER_FENCED' && version < FENCED_FROM ? 'INVALID_PRODUCER_EPOCH' : error].code;
