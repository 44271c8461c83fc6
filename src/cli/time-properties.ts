/** How long a client waits and how often it tries again, under the names of the Java client. */
import type { ClusterOptions } from '../kafka/index.ts';
import { UsageError } from './errors.ts';
import type { KnownKey, Settings } from './property-names.ts';

const LARGEST = 2 ** 31 - 1;

export function timesOf(settings: Settings): Pick<ClusterOptions, 'requestTimeoutMs' | 'connectTimeoutMs' | 'retry'> {
  const number = (key: KnownKey, least: number, what: string) => numberOf(settings, key, least, what);
  const milliseconds = (key: KnownKey, least = 1) => number(key, least, 'a number of milliseconds');
  const retries = number('retries', 0, 'a whole number');
  return {
    requestTimeoutMs: milliseconds('request.timeout.ms'),
    connectTimeoutMs: milliseconds('socket.connection.setup.timeout.ms'),
    retry: {
      attempts: retries === undefined ? undefined : retries + 1,
      timeoutMs: milliseconds('default.api.timeout.ms'),
      backoffMs: milliseconds('retry.backoff.ms', 0),
      maxBackoffMs: milliseconds('retry.backoff.max.ms', 0),
    },
  };
}

function numberOf(settings: Settings, key: KnownKey, least: number, what: string): number | undefined {
  const setting = settings.get(key);
  if (setting === undefined) return undefined;
  const value = Number(setting.value);
  if (setting.value !== '' && Number.isInteger(value) && value >= least && value <= LARGEST) return value;
  throw new UsageError(`${key} is ${what}, not "${setting.value}"`, {
    where: setting.where,
    advice: `${key}=${key === 'retries' ? 10 : 30_000}`,
  });
}
