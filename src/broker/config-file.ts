/**
 * A broker's server.properties, as Kafka writes and reads it: the same keys as `config`, which comes before the file, as
 * do the options. node.id and log.dirs say what the options nodeId and dataDir say.
 */
import { readFileSync } from 'node:fs';
import { Failure } from '../lib/failure.ts';
import { parseProperties } from '../lib/java-properties.ts';
import { listOf } from './config/value.ts';
import type { BrokerOptions } from './options.ts';

const LISTENERS = ['listeners', 'advertised.listeners'];

/** The options with what the file and `config` say, and without the file. Failure when it cannot be read. */
export function withConfigFile({ configFile, ...options }: BrokerOptions): BrokerOptions {
  const fromFile = configFile === undefined ? {} : readConfigFile(configFile);
  // The short way to say where to listen is an option too, and comes before the file.
  if (options.port !== undefined || options.host !== undefined || options.advertisedHost !== undefined)
    for (const name of LISTENERS) delete fromFile[name];
  const {
    'node.id': nodeId,
    'broker.id': brokerId,
    'log.dirs': dirs,
    'log.dir': dir,
    ...config
  } = {
    ...fromFile,
    ...options.config,
  };
  checkRoles(config['process.roles']);
  if (nodeId !== undefined && brokerId !== undefined && nodeId !== brokerId)
    throw usage('You must set `node.id` to the same value as `broker.id`.', 'broker.id');
  const ownId = nodeId ?? brokerId;
  const dataDir = oneDirectory(dirs ?? dir);
  return {
    ...(ownId === undefined ? {} : { nodeId: idOf(ownId) }),
    ...(dataDir === undefined ? {} : { dataDir }),
    ...options,
    config,
  };
}

function readConfigFile(path: string): Record<string, string> {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    throw usage(`cannot read the configuration file: ${(error as Error).message}`, path, error);
  }
  try {
    return Object.fromEntries(parseProperties(content).map(({ key, value }) => [key, value.trim()]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw usage(`${error.message} (${error.where})`, path, error);
  }
}

function idOf(text: string): number {
  if (!/^\d+$/.test(text)) throw usage(`node.id is ${text}, it should be a whole number`, 'node.id');
  return Number(text);
}

function oneDirectory(text: string | undefined): string | undefined {
  const [first, second] = listOf(text ?? '');
  if (second !== undefined)
    throw usage(`log.dirs are ${text}: this broker keeps its data in one directory`, 'log.dirs');
  return first;
}

function checkRoles(roles: string | undefined): void {
  if (roles === undefined || listOf(roles).includes('broker')) return;
  throw usage(`process.roles is ${roles}: this is always a broker, and its own controller`, 'process.roles');
}

const usage = (message: string, where: string, cause?: unknown): Failure =>
  new Failure(message, { code: 'USAGE', where, ...(cause === undefined ? {} : { cause }) });
