/** What the requests about ACLs have in common. */
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { CloseConnection } from './row.ts';

interface Codes {
  readonly resourceType: number;
  readonly patternType: number;
  readonly operation: number;
  readonly permissionType: number;
}

/** Code 0, UNKNOWN, makes the whole request invalid; codes that have no meaning are refused later, each on its own. */
export function refuseUnknownElements(all: readonly Codes[]): void {
  for (const { resourceType, patternType, operation, permissionType } of all)
    if ([resourceType, patternType, operation, permissionType].includes(0))
      throw new CloseConnection('a request about ACLs contains UNKNOWN elements');
}

export const aclRefusal = (error: ErrorName, errorMessage: string = errors[error].message) => ({
  errorCode: errors[error].code,
  errorMessage,
});
