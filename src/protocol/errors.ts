/** The errors of the protocol by name and by code, with what to do about them. */
import { errorAdvice } from './error-advice.ts';
import { type ErrorCode, type ErrorName, errorCodes } from './error-codes.ts';

export type { ErrorName };

export interface KafkaErrorInfo extends ErrorCode {
  readonly name: ErrorName;
  readonly advice: string | undefined;
}

const named = (name: ErrorName): KafkaErrorInfo => ({ name, ...errorCodes[name], advice: errorAdvice[name] });

/** Every error by name: `errors.NOT_COORDINATOR.code`. */
export const errors = Object.fromEntries(
  (Object.keys(errorCodes) as ErrorName[]).map(name => [name, named(name)]),
) as Readonly<Record<ErrorName, KafkaErrorInfo>>;

const byCode = new Map(Object.values(errors).map(error => [error.code, error]));

/** The error of a code. One from a newer Kafka reads as UNKNOWN_SERVER_ERROR, with its number in the message. */
export function errorOf(code: number): KafkaErrorInfo {
  const unknown = { ...errors.UNKNOWN_SERVER_ERROR, code, message: `The broker answered with error code ${code}.` };
  return byCode.get(code) ?? unknown;
}
