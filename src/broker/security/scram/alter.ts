/** Setting and removing credentials as AlterUserScramCredentials asks (Kafka: ScramControlManager.alterCredentials). */
import type { RequestOf } from '../../../protocol/api.ts';
import type { alterUserScramCredentials } from '../../../protocol/apis/51-alter-user-scram-credentials.ts';
import { MetadataError } from '../../metadata/metadata-error.ts';
import {
  credentialOf,
  MAX_ITERATIONS,
  MIN_ITERATIONS,
  type ScramMechanismName,
  scramMechanismNames,
  scramMechanisms,
} from './credential.ts';
import type { ScramChange, ScramCredentials } from './credentials.ts';

type Request = RequestOf<typeof alterUserScramCredentials>;

/** What becomes of each user: a refusal, or undefined when it is as asked. Users that are named twice are refused. */
export function alterScram(
  { deletions, upsertions }: Request,
  credentials: ScramCredentials,
): Map<string, MetadataError | undefined> {
  const results = new Map<string, MetadataError | undefined>();
  const changes = new Map<string, ScramChange>();
  const take = (user: string, change: () => ScramChange) => {
    try {
      if (changes.delete(user)) throw twice();
      if (results.has(user)) return;
      changes.set(user, change());
      results.set(user, undefined);
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      results.set(user, error);
    }
  };
  for (const { name: user, mechanism: type } of deletions)
    take(user, () => {
      const mechanism = checkedMechanism(user, type);
      if (credentials.find(user, mechanism) === undefined)
        throw new MetadataError('RESOURCE_NOT_FOUND', 'Attempt to delete a user credential that does not exist');
      return { user, mechanism, credential: undefined };
    });
  for (const { name: user, mechanism: type, ...given } of upsertions)
    take(user, () => {
      const mechanism = checkedMechanism(user, type);
      checkIterations(given.iterations);
      return { user, mechanism, credential: credentialOf(mechanism, given) };
    });
  credentials.change([...changes.values()]);
  return results;
}

const twice = (): MetadataError =>
  new MetadataError('DUPLICATE_RESOURCE', 'A user credential cannot be altered twice in the same request');

function checkedMechanism(user: string, type: number): ScramMechanismName {
  if (user === '') throw new MetadataError('UNACCEPTABLE_CREDENTIAL', 'Username must not be empty');
  const mechanism = scramMechanismNames.find(name => scramMechanisms[name].type === type);
  if (mechanism === undefined) throw new MetadataError('UNSUPPORTED_SASL_MECHANISM', 'Unknown SCRAM mechanism');
  return mechanism;
}

function checkIterations(iterations: number): void {
  if (iterations < MIN_ITERATIONS) throw new MetadataError('UNACCEPTABLE_CREDENTIAL', 'Too few iterations');
  if (iterations > MAX_ITERATIONS) throw new MetadataError('UNACCEPTABLE_CREDENTIAL', 'Too many iterations');
}
