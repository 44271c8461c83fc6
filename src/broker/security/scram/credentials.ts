/** The SCRAM credentials of all users, kept in the metadata (KIP-554; Kafka: ScramControlManager.java, ScramImage.java). */
import type { MetadataStore } from '../../metadata/metadata-store.ts';
import type { ScramCredential, ScramMechanismName } from './credential.ts';
import type { StoredScramCredential } from './stored-credential.ts';

/** `credential` undefined: there is to be none. */
export interface ScramChange {
  readonly user: string;
  readonly mechanism: ScramMechanismName;
  readonly credential: ScramCredential | undefined;
}

type OfUser = ReadonlyMap<ScramMechanismName, ScramCredential>;

export class ScramCredentials {
  private readonly store: MetadataStore;
  private byUser: ReadonlyMap<string, OfUser>;

  constructor(store: MetadataStore) {
    this.store = store;
    this.byUser = indexed(store.current.scram ?? []);
  }

  get users(): Iterable<string> {
    return this.byUser.keys();
  }

  ofUser(user: string): OfUser | undefined {
    return this.byUser.get(user);
  }

  find(user: string, mechanism: ScramMechanismName): ScramCredential | undefined {
    return this.byUser.get(user)?.get(mechanism);
  }

  /** All of it, or nothing when the disk does not take it. */
  change(changes: readonly ScramChange[]): void {
    if (changes.length === 0) return;
    const changed = new Set(changes.map(keyOf));
    const kept = (this.store.current.scram ?? []).filter(each => !changed.has(keyOf(each)));
    const added = changes.flatMap(each => (each.credential === undefined ? [] : [stored(each, each.credential)]));
    const scram = [...kept, ...added];
    this.store.change(draft => {
      draft.scram = scram;
    });
    this.byUser = indexed(scram);
  }
}

const keyOf = ({ user, mechanism }: Pick<ScramChange, 'user' | 'mechanism'>): string => `${mechanism} ${user}`;

const stored = ({ user, mechanism }: ScramChange, credential: ScramCredential): StoredScramCredential => ({
  user,
  mechanism,
  iterations: credential.iterations,
  salt: credential.salt.toString('base64'),
  storedKey: credential.storedKey.toString('base64'),
  serverKey: credential.serverKey.toString('base64'),
});

function indexed(credentials: readonly StoredScramCredential[]): Map<string, OfUser> {
  const byUser = new Map<string, Map<ScramMechanismName, ScramCredential>>();
  for (const { user, mechanism, iterations, salt, storedKey, serverKey } of credentials) {
    const bytes = (text: string) => Buffer.from(text, 'base64');
    const credential = { iterations, salt: bytes(salt), storedKey: bytes(storedKey), serverKey: bytes(serverKey) };
    byUser.set(user, (byUser.get(user) ?? new Map()).set(mechanism, credential));
  }
  return byUser;
}
