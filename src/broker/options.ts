/** What a broker is started with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../lib/failure.ts';
import { type FileSystem, nodeFileSystem, unsyncedFileSystem } from './log/file-system.ts';
import { type Flush, flushChoices } from './log/unsynced-logs.ts';
import type { Log } from './log-line.ts';
import { nameProblem } from './metadata/topic-name.ts';
import type { OnlookerOptions } from './onlookers.ts';
import type { SaltedScramUser, ScramUser } from './security/scram/initial-user.ts';

export interface BrokerOptions extends OnlookerOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Where to listen; '127.0.0.1' when left out. More than one listener, or other than PLAINTEXT: `listeners` in `config`. */
  readonly host?: string;
  /** What clients are told to connect to; `host`, or the name of this machine when that is every interface. */
  readonly advertisedHost?: string;
  /** 1 when left out. */
  readonly nodeId?: number;
  /** Kept when the broker stops. Left out: a temporary directory, which is removed then. */
  readonly dataDir?: string;
  /**
   * When records reach the disk: 'never' by the broker's own doing, as in Kafka (segments when they are full, and what
   * flush.ms and flush.messages of a topic say); 'interval' every 50 ms; 'always' before anybody hears of them. For a
   * `dataDir`.
   */
  readonly flush?: Flush;
  /** Topics to have, with their numbers of partitions. */
  readonly topics?: Readonly<Record<string, number>>;
  /** A file in the syntax of Kafka's server.properties; what is said here besides comes before it. */
  readonly configFile?: string;
  /** Users that can log in by SCRAM; their credentials are set to this at each start. */
  readonly scramUsers?: readonly (ScramUser | SaltedScramUser)[];
  /** Kafka's broker settings by name, as in server.properties. */
  readonly config?: Readonly<Record<string, string>>;
  /** Told what the broker does, a line at a time; silent when left out. */
  readonly log?: Log;
}

/** The short way to say where to listen. */
export interface ListenerOption {
  readonly port: number;
  readonly host: string;
  readonly advertisedHost: string | undefined;
}

export interface CheckedOptions {
  /** undefined when the configuration has `listeners`. */
  readonly listener: ListenerOption | undefined;
  readonly nodeId: number;
  readonly topics: Readonly<Record<string, number>>;
}

/** Failure with code USAGE when something cannot be. */
export function checkOptions(options: BrokerOptions): CheckedOptions {
  const { nodeId = 1, topics = {} } = options;
  checkInteger('node id', nodeId, 0, 2 ** 31 - 1);
  checkFlush(options);
  for (const [name, partitions] of Object.entries(topics)) {
    const problem = nameProblem(name);
    if (problem !== undefined) throw usage(`topic name is invalid: ${problem}`, name);
    checkInteger(`number of partitions of topic ${name}`, partitions, 1, 10_000);
  }
  return { listener: listenerOption(options), nodeId, topics };
}

function listenerOption({ port, host, advertisedHost, config }: BrokerOptions): ListenerOption | undefined {
  if (config?.listeners !== undefined || config?.['advertised.listeners'] !== undefined) {
    const also = Object.entries({ port, host, advertisedHost }).find(([, value]) => value !== undefined);
    if (also !== undefined)
      throw usage(`${also[0]} and the listeners of the configuration both say where to listen`, also[0]);
    return undefined;
  }
  checkInteger('port', port ?? 0, 0, 65_535);
  return { port: port ?? 0, host: host ?? '127.0.0.1', advertisedHost };
}

function checkFlush({ flush, dataDir }: BrokerOptions): void {
  if (flush === undefined || flush === 'never') return;
  if (!flushChoices.includes(flush))
    throw usage(`flush is ${flush}, it should be one of ${flushChoices.join(', ')}`, 'flush');
  if (dataDir === undefined)
    throw usage(
      'flush is for a data directory that is kept: the temporary one is removed when the broker stops',
      'flush',
    );
}

function checkInteger(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw usage(`the ${what} is ${value}, it should be a whole number from ${min} to ${max}`, what);
}

const usage = (message: string, where: string): Failure => new Failure(message, { code: 'USAGE', where });

/** 'host:port' as clients write it. */
export const address = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The directory to use, how, and what to do with it in the end. */
export function chooseDataDir(given: string | undefined): { dataDir: string; fs: FileSystem; discard(): void } {
  if (given !== undefined) return { dataDir: given, fs: nodeFileSystem, discard: () => {} };
  const dataDir = mkdtempSync(join(tmpdir(), 'mq-broker-'));
  return { dataDir, fs: unsyncedFileSystem, discard: () => rmSync(dataDir, { recursive: true, force: true }) };
}
