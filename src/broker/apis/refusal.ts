/** The error fields of administrative responses. */
import { errors } from '../../protocol/errors.ts';
import { LogError } from '../log/log-error.ts';
import { MetadataError } from '../metadata/metadata-error.ts';

/** What to answer for a refused change; anything else that was thrown is a defect and is thrown on. */
export function refusalOf(error: unknown): { errorCode: number; errorMessage: string } {
  if (error instanceof MetadataError || error instanceof LogError)
    return { errorCode: errors[error.error].code, errorMessage: error.message };
  if ((error as NodeJS.ErrnoException).syscall !== undefined)
    return { errorCode: errors.KAFKA_STORAGE_ERROR.code, errorMessage: (error as Error).message };
  throw error;
}
