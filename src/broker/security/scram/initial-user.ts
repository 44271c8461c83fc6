/**
 * Users that are there from the start, so that somebody can log in to make the others (KIP-900; Kafka: `kafka-storage format
 * --add-scram`, ScramParser.java). Whoever starts the broker with them sets their credentials anew, each time.
 */
import { Failure } from '../../../lib/failure.ts';
import {
  credentialOf,
  MAX_ITERATIONS,
  MIN_ITERATIONS,
  type ScramMechanismName,
  salted,
  scramMechanismNames,
} from './credential.ts';
import type { ScramChange, ScramCredentials } from './credentials.ts';

export interface ScramUser {
  readonly name: string;
  readonly password: string;
  /** Both when left out. */
  readonly mechanism?: ScramMechanismName;
  /** 4096 when left out. */
  readonly iterations?: number;
}

/** With what a password was salted to, in place of the password. */
export type SaltedScramUser = Omit<Required<ScramUser>, 'password'> & {
  readonly salt: Buffer;
  readonly saltedPassword: Buffer;
};

/** Failure with code USAGE when one of them cannot be. */
export function haveScramUsers(users: readonly (ScramUser | SaltedScramUser)[], credentials: ScramCredentials): void {
  credentials.change(users.flatMap(changesOf));
}

function changesOf(user: ScramUser | SaltedScramUser): ScramChange[] {
  const { name, iterations = MIN_ITERATIONS, mechanism: only } = user;
  if (name === '') throw usage('a SCRAM user has no name', 'name');
  if (!(iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS))
    throw usage(`the iterations of SCRAM user ${name} are not from ${MIN_ITERATIONS} to ${MAX_ITERATIONS}`, name);
  return (only === undefined ? scramMechanismNames : [only]).map(mechanism => {
    const secret = 'saltedPassword' in user ? user : salted(mechanism, user.password, { iterations });
    return { user: name, mechanism, credential: credentialOf(mechanism, { ...secret, iterations }) };
  });
}

/** Reads `SCRAM-SHA-256=[name=alice,password=alice-secret]`. Failure with code USAGE, which holds no password. */
export function parseScramUser(text: string): ScramUser | SaltedScramUser {
  const [, mechanism, inner = ''] = /^([^=]+)=\[(.*)\]$/s.exec(text.trim()) ?? [];
  if (!isMechanism(mechanism)) throw usage('a SCRAM user begins with SCRAM-SHA-256= or SCRAM-SHA-512=', 'SCRAM', FORM);
  const parts = new Map(inner.split(',').map(partOf));
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const [name, password, saltedPassword, salt] = ['name', 'password', 'saltedpassword', 'salt'].map(take);
  const iterations = Number(take('iterations') ?? MIN_ITERATIONS);
  const [unknown] = parts.keys();
  if (unknown !== undefined) throw usage(`a SCRAM user has no ${unknown}`, unknown, FORM);
  if (name === undefined) throw usage('a SCRAM user needs a name', 'name', FORM);
  if (password !== undefined && salt === undefined) return { mechanism, name, password, iterations };
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  if (password !== undefined)
    return { mechanism, name, ...salted(mechanism, password, { salt: bytes(salt!), iterations }) };
  if (saltedPassword === undefined || salt === undefined)
    throw usage(`SCRAM user ${name} needs a password, or salt and saltedpassword`, name, FORM);
  return { mechanism, name, iterations, salt: bytes(salt), saltedPassword: bytes(saltedPassword) };
}

const FORM = 'SCRAM-SHA-256=[name=alice,password=alice-secret]';

const isMechanism = (text: string | undefined): text is ScramMechanismName =>
  scramMechanismNames.some(name => name === text);

function partOf(text: string): readonly [string, string] {
  const [, name = '', , value] = /^([^=]*)=("?)(.*)\2$/s.exec(text) ?? [];
  if (value === undefined) throw usage('each part of a SCRAM user has a name and a value', 'SCRAM', FORM);
  return [name, value];
}

const usage = (message: string, where: string, advice?: string): Failure =>
  new Failure(message, { code: 'USAGE', where, ...(advice === undefined ? {} : { advice }) });
