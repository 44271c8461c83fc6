/** Flags of `mq broker dev` and what their texts mean. */
import { boolean, integer, option, string } from '@oclif/core/flags';
import { nearest } from '../lib/near.ts';
import { UsageError } from './errors.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export const brokerDevFlags = {
  port: integer({
    helpGroup: 'LISTEN',
    helpValue: 'N',
    summary: 'where to listen, 9092 if not said; 0 lets the system choose',
  }),
  host: string({
    helpGroup: 'LISTEN',
    summary: 'the address to listen on, 127.0.0.1 if not said; 0.0.0.0 for every interface',
  }),
  'advertised-host': string({
    helpGroup: 'LISTEN',
    helpValue: 'HOST',
    summary: 'where clients are told to connect; else --host, or the name of this machine with 0.0.0.0',
  }),
  'node-id': integer({ helpGroup: 'LISTEN', helpValue: 'N', summary: 'the id of the broker, 1 if not said' }),
  'data-dir': string({
    helpGroup: 'DATA',
    helpValue: 'DIR',
    summary: 'keep the data here; else in a temporary directory, removed at the end',
  }),
  flush: option({
    options: ['never', 'interval', 'always'] as const,
    default: 'never' as const,
    helpGroup: 'DATA',
    summary:
      'when records reach the disk of --data-dir: as Kafka does it, every 50 ms, or before they are acknowledged',
  })(),
  topic: string({
    helpGroup: 'DATA',
    helpValue: 'NAME[:PARTITIONS]',
    multiple: true,
    multipleNonGreedy: true,
    summary: 'a topic to have, with 1 partition if not said',
  }),
  'add-scram': string({
    helpGroup: 'SECURITY',
    helpValue: 'USER',
    multiple: true,
    multipleNonGreedy: true,
    summary: 'a user who can log in by SCRAM, as kafka-storage.sh takes it: SCRAM-SHA-256=[name=alice,password=…]',
  }),
  'config-file': string({
    helpGroup: 'CONFIGURATION',
    helpValue: 'FILE',
    summary: "a server.properties of Kafka's; flags and --config come before what it says",
  }),
  config: string({
    helpGroup: 'CONFIGURATION',
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    summary: "a broker setting with Kafka's name",
  }),
  json: boolean({ helpGroup: 'OUTPUT', summary: 'one line of JSON on stdout when ready, and no live status' }),
  'log-level': option({
    options: logLevels,
    default: 'warn' as const,
    helpGroup: 'OUTPUT',
    summary: "what to tell on stderr; clients' mistakes are warnings",
  })(),
  'log-requests': string({
    helpGroup: 'OUTPUT',
    helpValue: 'all|API,…',
    summary: 'every request and every reply on stderr, decoded, without what is secret',
  }),
};

/** orders:6, billing → { orders: 6, billing: 1 } */
export function topicsOf(given: readonly string[]): Record<string, number> {
  const topics: Record<string, number> = {};
  for (const text of given) {
    const [, name, partitions = '1'] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
    if (name === undefined)
      throw new UsageError(`--topic ${text}: a name, or a name and a number of partitions`, {
        advice: '--topic orders:6',
      });
    if (name in topics) throw new UsageError(`--topic ${name} is given twice`);
    topics[name] = Number(partitions);
  }
  return topics;
}

export function configOf(given: readonly string[]): Record<string, string> {
  const config: Record<string, string> = {};
  for (const text of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined)
      throw new UsageError(`--config ${text}: a key and a value`, { advice: '--config num.partitions=6' });
    if (key.trim() in config) throw new UsageError(`--config ${key.trim()} is given twice`);
    config[key.trim()] = value.trim();
  }
  return config;
}

/** The APIs to log, by their names in any case; undefined for all of them. */
export function apisOf(text: string, known: readonly string[]): ReadonlySet<string> | undefined {
  if (text.toLowerCase() === 'all') return undefined;
  return new Set(
    text.split(',').map(given => {
      const name = known.find(each => each.toLowerCase() === given.trim().toLowerCase());
      if (name !== undefined) return name;
      const near = nearest(given, known);
      throw new UsageError(`--log-requests ${given}: the broker serves no such API`, {
        advice: near === undefined ? 'mq broker apis lists them; or all' : `--log-requests ${near}`,
      });
    }),
  );
}
