/** Files that flags of the doctor name. */
export { readNamedText as readGiven } from '../../lib/named-file.ts';
