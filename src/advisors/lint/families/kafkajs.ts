/** Options of kafkajs as JSON or YAML: of the client at the top, of producers and consumers below their names. */
import type { Draft, Placed } from '../draft.ts';
import { type Entry, entriesOf, type SettingsFile } from '../format/entry.ts';
import type { KeyFact, KeyTable } from '../key-table.ts';
import { type Family, words } from './family.ts';

const VERSION = '2.2';

export const kafkajs: Family = {
  name: 'kafkajs',
  looksLike: 'kafkajs options as JSON or YAML (brokers, clientId, consumer.groupId, producer.idempotent)',
  recognises: file => file.syntax !== 'properties' && homeOf(file) !== undefined,
  clients(file) {
    const parts = new Map<Part, Placed[]>();
    const home = homeOf(file) ?? '';
    for (const entry of entriesOf(file).filter(({ key }) => key.startsWith(home))) {
      const { part, key } = placeOf(entry, home);
      parts.set(part, [...(parts.get(part) ?? []), placed(part, key, entry)]);
    }
    const shared = (parts.get('client') ?? []).map(each => ({ ...each, shared: true }));
    return [...parts].map(([part, own]) => draft(part, part === 'client' ? own : [...shared, ...own]));
  },
};

/** The map that holds the options, as a prefix of keys; '' for the whole file. Undefined where nothing tells that they are kafkajs'. */
function homeOf(file: SettingsFile): string | undefined {
  const { text } = file;
  const entries = entriesOf(file);
  for (const { key, value, valueAt } of entries) {
    if (!/(^|\.)brokers$/.test(key) || !(/[:,]|[$%#]\{|\{\{/.test(value) || /[[-]/.test(text[valueAt[0]]!))) continue;
    const prefix = key.slice(0, -'brokers'.length).replace(/(^|\.)client\.$/, '$1');
    const beside = entries.filter(each => each.key.startsWith(prefix) && each.key !== key);
    if (beside.some(each => BESIDE_BROKERS.test(each.key.slice(prefix.length)))) return prefix;
  }
  return entries.some(({ key }) => IN_A_PART.test(key)) ? '' : undefined;
}

/** Brokers are in many files; what stands beside them is kafkajs’ own. */
const BESIDE_BROKERS =
  /^(clientId|connectionTimeout|authenticationTimeout|reauthenticationThreshold|requestTimeout|enforceRequestTimeout|retry\.\w+|sasl\.mechanism)$|^(producer|consumer|admin)s?\./;
const IN_A_PART =
  /(^|\.)(producers?|producerConfig|consumers?|consumerConfig|run|subscribe)\.(groupId|idempotent|transactionalId|maxInFlightRequests|sessionTimeout|rebalanceTimeout|heartbeatInterval|maxBytesPerPartition|maxWaitTimeInMs|fromBeginning|autoCommit|partitionsConsumedConcurrently)$/;

type Part = 'client' | 'producer' | 'consumer' | 'admin';

const is = (type: string, java?: string, more: Partial<Option> = {}): Option => ({
  type,
  ...(java ? { java } : {}),
  ...more,
});
interface Option extends KeyFact {
  readonly java?: string;
}

const retry = {
  'retry.maxRetryTime': is('int'),
  'retry.initialRetryTime': is('int'),
  'retry.factor': is('double'),
  'retry.multiplier': is('double'),
  'retry.retries': is('int', 'retries', { min: 0 }),
  'retry.restartOnFailure': is('any'),
};

/** types/index.d.ts of kafkajs 2.2.4, with the options of send, subscribe and run that settings files carry along. */
const options: Readonly<Record<Part, Readonly<Record<string, Option>>>> = {
  client: {
    brokers: is('list', 'bootstrap.servers'),
    ssl: is('any'),
    'sasl.mechanism': is('string'),
    'sasl.username': is('string'),
    'sasl.password': is('password'),
    'sasl.authorizationIdentity': is('string'),
    'sasl.accessKeyId': is('string'),
    'sasl.secretAccessKey': is('password'),
    'sasl.sessionToken': is('password'),
    clientId: is('string', 'client.id'),
    connectionTimeout: is('int'),
    authenticationTimeout: is('int'),
    reauthenticationThreshold: is('int'),
    requestTimeout: is('int', 'request.timeout.ms'),
    enforceRequestTimeout: is('boolean'),
    logLevel: is('any'),
    ...retry,
  },
  producer: {
    idempotent: is('boolean', 'enable.idempotence'),
    transactionalId: is('string', 'transactional.id'),
    transactionTimeout: is('int', 'transaction.timeout.ms'),
    maxInFlightRequests: is('int', 'max.in.flight.requests.per.connection', { min: 1 }),
    metadataMaxAge: is('int', 'metadata.max.age.ms'),
    allowAutoTopicCreation: is('boolean', 'allow.auto.create.topics'),
    createPartitioner: is('any'),
    acks: is('string', 'acks', { values: ['-1', '0', '1'] }),
    timeout: is('int'),
    compression: is('any', 'compression.type'),
    topic: is('string'),
    ...retry,
  },
  consumer: {
    groupId: is('string', 'group.id'),
    sessionTimeout: is('int', 'session.timeout.ms', { min: 1 }),
    rebalanceTimeout: is('int', 'rebalance.timeout.ms', { min: 1 }),
    heartbeatInterval: is('int', 'heartbeat.interval.ms', { min: 1 }),
    maxBytesPerPartition: is('int', 'max.partition.fetch.bytes', { min: 1 }),
    minBytes: is('int', 'fetch.min.bytes', { min: 0 }),
    maxBytes: is('int', 'fetch.max.bytes', { min: 1 }),
    maxWaitTimeInMs: is('int', 'fetch.max.wait.ms', { min: 0 }),
    metadataMaxAge: is('int', 'metadata.max.age.ms'),
    allowAutoTopicCreation: is('boolean', 'allow.auto.create.topics'),
    maxInFlightRequests: is('int', undefined, { min: 1 }),
    readUncommitted: is('boolean', 'isolation.level'),
    rackId: is('string', 'client.rack'),
    partitionAssigners: is('any'),
    fromBeginning: is('boolean', 'auto.offset.reset'),
    topic: is('string'),
    topics: is('list'),
    autoCommit: is('boolean', 'enable.auto.commit'),
    autoCommitInterval: is('int', 'auto.commit.interval.ms'),
    autoCommitThreshold: is('int'),
    eachBatchAutoResolve: is('boolean'),
    partitionsConsumedConcurrently: is('int', undefined, { min: 1 }),
    ...retry,
  },
  admin: retry,
};

const defaults: Readonly<Record<Part, Readonly<Record<string, string>>>> = {
  client: {},
  admin: {},
  producer: {
    acks: 'all',
    'enable.idempotence': 'false',
    retries: '5',
    'request.timeout.ms': '30000',
    'linger.ms': '0',
  },
  consumer: {
    'session.timeout.ms': '30000',
    'rebalance.timeout.ms': '60000',
    'heartbeat.interval.ms': '3000',
    'max.partition.fetch.bytes': '1048576',
    'fetch.min.bytes': '1',
    'fetch.max.bytes': '10485760',
    'fetch.max.wait.ms': '5000',
    'isolation.level': 'read_committed',
    'enable.auto.commit': 'true',
    'auto.offset.reset': 'latest',
  },
};

/** The option after the parts that it stands in: kafka.consumer.run.autoCommit is autoCommit of the consumer. */
function placeOf({ key }: Entry, home: string): { part: Part; key: string } {
  const steps = key.split('.');
  const at = steps.findLastIndex(step =>
    /^(producer|consumer|admin|client)s?(Config|Options)?$|(Producer|Consumer)$/.test(step),
  );
  const part = at < 0 ? undefined : partNamed(steps[at]!);
  const rest = (at < 0 ? key.slice(home.length).split('.') : steps.slice(at + 1)).filter(
    step => !/^(kafka|kafkajs|config|options|run|subscribe|send|connection)$/i.test(step),
  );
  const option = rest.join('.');
  const own = part ?? (['client', 'producer', 'consumer'] as const).find(each => option in options[each]) ?? 'client';
  return { part: own, key: option };
}

const partNamed = (step: string): Part =>
  /producer/i.test(step) ? 'producer' : /consumer/i.test(step) ? 'consumer' : /admin/i.test(step) ? 'admin' : 'client';

function placed(part: Part, key: string, entry: Entry): Placed {
  const java = options[part][key]?.java ?? key;
  return {
    key,
    java,
    value: inJava(key, entry.value),
    written: entry.value,
    entry,
    foreign: /^ssl\.|^logCreator|^socketFactory/.test(key),
  };
}

function inJava(key: string, value: string): string {
  if (key === 'readUncommitted')
    return value === 'true' ? 'read_uncommitted' : value === 'false' ? 'read_committed' : value;
  if (key === 'fromBeginning') return value === 'true' ? 'earliest' : value === 'false' ? 'latest' : value;
  return key === 'acks' && value === '-1' ? 'all' : value;
}

function draft(part: Part, placed: readonly Placed[]): Draft {
  const table = (each: Part): KeyTable => ({
    versions: [VERSION],
    keys: Object.fromEntries(Object.entries(options[each]).map(([name, fact]) => [name, [fact]])),
  });
  const named = placed.find(({ key }) => key === 'topics' || key === 'topic');
  return {
    ...(part === 'client' ? {} : { name: part }),
    family: 'kafkajs',
    role: part,
    version: VERSION,
    tables: [table(part)],
    placed,
    strangers: 'shared',
    reader: part === 'client' ? `kafkajs ${VERSION}` : `${part === 'admin' ? 'an' : 'a'} ${part} of kafkajs ${VERSION}`,
    defaults: withRetries(part, placed),
    topics: words(named?.value ?? ''),
  };
}

/** An idempotent producer tries again as long as it takes. */
function withRetries(part: Part, placed: readonly Placed[]): Readonly<Record<string, string>> {
  const idempotent = part === 'producer' && placed.some(({ key, value }) => key === 'idempotent' && value === 'true');
  return idempotent ? { ...defaults[part], retries: String(Number.MAX_SAFE_INTEGER) } : defaults[part];
}
