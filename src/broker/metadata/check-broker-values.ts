/** Which values a broker takes while it runs (Kafka: DynamicBrokerConfig.validate). Throws MetadataError. */

import { Failure } from '../../lib/failure.ts';
import { disagreement } from '../config/agree.ts';
import { listenerKeyOf } from '../config/listener-key.ts';
import { ListenerSettings } from '../config/listener-settings.ts';
import type { Settings, Values } from '../config/settings.ts';
import { checkValue, InvalidConfig, listOf } from '../config/value.ts';
import { brokerKeys, type ConfigKey } from '../config.ts';
import { MetadataError } from './metadata-error.ts';

const refuse = (message: string, cause?: unknown) => new MetadataError('INVALID_REQUEST', message, cause);

/** As Scala prints a set. */
const set = (names: readonly string[]): string => `Set(${names.join(', ')})`;

/** All that would be set for one broker, or for all when `isForAll`. */
export function checkBrokerValues(values: Values, isForAll: boolean, settings: Settings): void {
  const keys = [...values.keys()].flatMap(name => brokerKeys.get(name) ?? listenerKeyOf(name) ?? []);
  checkNames(keys, isForAll);
  for (const key of keys) {
    try {
      checkValue(key, values.get(key.name)!);
    } catch (error) {
      if (!(error instanceof InvalidConfig)) throw error;
      throw refuse(error.message, error);
    }
  }
  checkThreads(values, settings);
  if (!isForAll) checkWatched(values, settings);
  const candidate = settings.with(isForAll ? { clusterWide: values } : { ofThisBroker: values });
  checkListeners(candidate);
  const problem = disagreement(candidate);
  if (problem !== undefined) throw refuse(problem);
}

/** Keys and certificates that cannot be used, users that cannot be read, … */
function checkWatched(values: Values, settings: Settings): void {
  try {
    settings.checkWith(values);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw refuse(error.message, error);
  }
}

function checkNames(keys: readonly ConfigKey[], isForAll: boolean): void {
  const found = (matches: (key: ConfigKey) => boolean) => keys.filter(matches).map(({ name }) => name);
  const fixed = found(({ update = 'read-only', perListener }) => update === 'read-only' && perListener === undefined);
  if (fixed.length > 0) throw refuse(`Cannot update these configs dynamically: ${set(fixed)}`);
  const once = found(({ readOnce }) => readOnce === true);
  if (once.length > 0)
    throw refuse(`this broker reads ${once.join(', ')} when it starts: restart it with the new value`);
  const security = found(({ name }) => name.startsWith('ssl.'));
  if (security.length > 0)
    throw refuse(
      `These security configs can be dynamically updated only per-listener using the listener prefix: ${set(security)}`,
    );
  const ofOne = isForAll ? found(isOfOneBroker) : [];
  if (ofOne.length > 0)
    throw refuse(`Cannot update these configs at default cluster level, broker id must be specified: ${set(ofOne)}`);
}

const CLUSTER_LEVEL = /\.(max\.connections|max\.connection\.creation\.rate|num\.network\.threads)$/;
const isOfOneBroker = ({ name, update }: ConfigKey): boolean =>
  name.startsWith('listener.name.') ? !CLUSTER_LEVEL.test(name) : update === 'per-broker';

/** A listener may be started with a limit of 0, but not be given one (ListenerConnectionQuota.validateReconfiguration). */
function checkListeners(candidate: Settings): void {
  for (const listener of listOf(candidate.text('listeners') ?? '')) {
    const own = new ListenerSettings(candidate, listener.split(':')[0]!);
    for (const name of ['max.connections', 'max.connection.creation.rate'] as const)
      if (own.number(name) <= 0) throw refuse(`Invalid ${name} ${own.number(name)} of listener ${listener}`);
  }
}

/** Threads may double or halve at once (DynamicThreadPool.validateReconfiguration, LogCleaner). */
const THREADS = [
  'num.io.threads',
  'num.network.threads',
  'num.replica.fetchers',
  'num.recovery.threads.per.data.dir',
  'background.threads',
  'log.cleaner.threads',
] as const;

function checkThreads(values: Values, settings: Settings): void {
  for (const name of THREADS) {
    const now = settings.number(name);
    const wanted = Number(values.get(name) ?? now);
    if (wanted > now * 2 || wanted < now / 2)
      throw refuse(
        `Dynamic thread count update validation failed for ${name}=${wanted}, value should be between half and double the current value ${now}`,
      );
  }
}
