import type { ScramMechanismName } from './credential.ts';

/** As it is in metadata.json; bytes in Base64. */
export interface StoredScramCredential {
  readonly user: string;
  readonly mechanism: ScramMechanismName;
  readonly iterations: number;
  readonly salt: string;
  readonly storedKey: string;
  readonly serverKey: string;
}
