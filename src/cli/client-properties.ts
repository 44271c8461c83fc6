/**
 * Where the cluster is and how to reach it, from flags, -X properties, a Java properties file and the environment; the first that says
 * something wins, in this order. Names and meanings are the Java client's; of librdkafka's, those that people carry over.
 */
import type { ClusterOptions } from '../kafka/index.ts';
import { parseProperties } from '../lib/java-properties.ts';
import { cannotRead, readNamed } from '../lib/named-file.ts';
import { nearest } from '../lib/near.ts';
import { UsageError } from './errors.ts';
import type { ClusterFlags } from './flags.ts';
import { ignoredKeys, type KnownKey, knownKeys, refusedKeys, type Setting, type Settings } from './property-names.ts';
import { saslOf } from './sasl-properties.ts';
import { timesOf } from './time-properties.ts';
import { tlsOf } from './tls-properties.ts';

export interface Resolved {
  options: Omit<ClusterOptions, 'signal'>;
  /** What was left aside although it was typed on the command line; one line each. */
  notes: string[];
}

/** Throws UsageError: nothing says where the cluster is (code NO_CLUSTER), a key is unknown, a value impossible. */
export async function clusterOptions(flags: ClusterFlags, env: NodeJS.ProcessEnv): Promise<Resolved> {
  const notes: string[] = [];
  const settings: Settings = new Map();
  const file = flags['command-config'];
  for (const { key, value, line } of file ? await propertiesOf(file) : [])
    accept(settings, key, value, `${file}, line ${line}`);
  for (const given of flags.property ?? []) {
    const at = given.indexOf('=');
    if (at < 1)
      throw new UsageError(`-X takes KEY=VALUE, not "${given}"`, {
        where: '-X',
        advice: '-X request.timeout.ms=60000',
      });
    const key = given.slice(0, at).trim();
    const used = accept(settings, key, given.slice(at + 1), `-X ${key}`);
    if (!used) notes.push(`note: -X ${key} means nothing to mq, it goes on without`);
  }
  const { protocol, encrypted, authenticated } = securityProtocol(settings);
  const tls = encrypted ? await tlsOf(settings) : undefined;
  const sasl = authenticated ? saslOf(settings, protocol) : undefined;
  const clientId = settings.get('client.id')?.value;
  const options = {
    bootstrap: bootstrapOf(flags, settings, env),
    ...(clientId ? { clientId } : {}),
    ...(tls ? { tls } : {}),
    ...(sasl ? { sasl } : {}),
    ...timesOf(settings),
  };
  return { options, notes };
}

async function propertiesOf(file: string) {
  const content = await readNamed(file, '--command-config');
  try {
    return parseProperties(content);
  } catch (error) {
    throw cannotRead(file, '--command-config', error);
  }
}

/** Whether anything says where the cluster is. Throws UsageError for whatever else `clusterOptions` refuses. */
export async function isClusterNamed(flags: ClusterFlags, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await clusterOptions(flags, env);
    return true;
  } catch (error) {
    if (error instanceof UsageError && error.code === 'NO_CLUSTER') return false;
    throw error;
  }
}

/** False when the key is one of the Java clients' that mean nothing here (linger.ms, key.deserializer, …). */
function accept(settings: Settings, key: string, value: string, where: string): boolean {
  const refusal = refusedKeys[key];
  if (refusal) throw new UsageError(`${key}: ${refusal}`, { code: 'UNSUPPORTED', where });
  if (isKnown(key)) {
    settings.set(key, { value: /password|jaas/.test(key) ? value : value.trim(), where });
    return true;
  }
  if (ignoredKeys.has(key) || /^(?:sasl\.kerberos|metric|metrics|auto\.include\.jmx)\./.test(key)) return false;
  const near = nearest(key, [...knownKeys, ...ignoredKeys]);
  throw new UsageError(`there is no client property "${key}"`, {
    where,
    advice: near ? `${near}` : 'the names are those of the Java client',
  });
}

const isKnown = (key: string): key is KnownKey => (knownKeys as readonly string[]).includes(key);

function securityProtocol(settings: Settings) {
  const given = settings.get('security.protocol');
  const protocol = (given?.value ?? 'PLAINTEXT').toUpperCase();
  const match = /^(SASL_)?(PLAINTEXT|SSL)$/.exec(protocol);
  if (!match) {
    throw new UsageError(`security.protocol does not know "${given?.value}"`, {
      where: given!.where,
      advice: 'one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL',
    });
  }
  const sasl = settings.get('sasl.mechanism') ?? settings.get('sasl.jaas.config') ?? settings.get('sasl.username');
  if (!given && sasl) {
    throw new UsageError(
      'SASL is configured, but security.protocol is not, whose default PLAINTEXT would leave it out',
      {
        where: sasl.where,
        advice: 'security.protocol=SASL_SSL, or SASL_PLAINTEXT where the network is trusted',
      },
    );
  }
  return { protocol, encrypted: match[2] === 'SSL', authenticated: match[1] !== undefined };
}

function bootstrapOf(flags: ClusterFlags, settings: Settings, env: NodeJS.ProcessEnv): string[] {
  const sources: (Setting | undefined)[] = [
    flags['bootstrap-server'] === undefined
      ? undefined
      : { value: flags['bootstrap-server'], where: '--bootstrap-server' },
    settings.get('bootstrap.servers'),
    ...['MQ_BOOTSTRAP_SERVER', 'KAFKA_BOOTSTRAP_SERVERS'].map(name =>
      env[name] ? { value: env[name], where: name } : undefined,
    ),
  ];
  const chosen = sources.find(source => source !== undefined);
  if (!chosen) {
    throw new UsageError('which cluster? Nothing says where it is', {
      code: 'NO_CLUSTER',
      advice: [
        '--bootstrap-server localhost:9092, or the same in MQ_BOOTSTRAP_SERVER',
        'mq broker dev, which starts a broker to try things on',
      ],
    });
  }
  const addresses = chosen.value
    .split(',')
    .map(each => each.trim())
    .filter(Boolean);
  if (addresses.length === 0) throw badAddress(chosen.value, chosen.where);
  return addresses.map(address => hostPort(address, chosen.where));
}

/** host, host:port, [v6]:port, and PLAINTEXT://host:port as Java accepts it; the port is 9092 unless said. */
function hostPort(address: string, where: string): string {
  const [, v6, host, port = '9092'] =
    /^(?:[A-Za-z][\w+.-]*:\/\/)?(?:\[([0-9A-Fa-f:.%]+)\]|([\w.%-]+))(?::(\d+))?$/.exec(address) ?? [];
  if ((!v6 && !host) || Number(port) < 1 || Number(port) > 65_535) throw badAddress(address, where);
  return `${v6 ? `[${v6}]` : host}:${port}`;
}

function badAddress(address: string, where: string): UsageError {
  return new UsageError(`"${address}" is not a broker's address`, {
    where,
    advice: 'HOST:PORT, for example localhost:9092; several with commas',
  });
}
