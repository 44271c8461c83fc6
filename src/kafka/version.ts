/** Which version of an API to speak: the highest that the broker and we both know. */
import type { AnyApi } from '../protocol/api.ts';
import type { Versions } from '../protocol/span.ts';
import { KafkaError } from './error.ts';

/** What a broker advertises, by API key. */
export type ApiRanges = ReadonlyMap<number, Versions>;

export interface VersionLimits {
  readonly minVersion?: number | undefined;
  readonly maxVersion?: number | undefined;
}

/** The version to use, or undefined when there is none in common. */
export function commonVersion(api: AnyApi, ranges: ApiRanges, limits: VersionLimits = {}): number | undefined {
  const theirs = ranges.get(api.key);
  if (theirs === undefined) return undefined;
  const min = Math.max(theirs.min, api.versions.min, limits.minVersion ?? 0);
  const max = Math.min(theirs.max, api.versions.max, limits.maxVersion ?? api.versions.max);
  return min <= max ? max : undefined;
}

/** The version to use; UNSUPPORTED_VERSION names the API, the broker's range and ours. */
export function pickVersion(api: AnyApi, ranges: ApiRanges, limits: VersionLimits, broker: string): number {
  const version = commonVersion(api, ranges, limits);
  if (version !== undefined) return version;
  const theirs = ranges.get(api.key);
  const min = Math.max(api.versions.min, limits.minVersion ?? 0);
  const ours = show({ min, max: Math.min(api.versions.max, limits.maxVersion ?? api.versions.max) });
  const message =
    theirs === undefined
      ? `${broker} does not serve ${api.name} (API ${api.key})`
      : `${broker} serves ${api.name} ${show(theirs)} (API ${api.key}); mq needs ${ours} here`;
  throw new KafkaError('UNSUPPORTED_VERSION', message, {
    broker,
    advice: 'the broker is older or newer than this needs; compare with `mq cluster describe`',
  });
}

const show = ({ min, max }: Versions): string => (min === max ? `v${min}` : `v${min}-${max}`);
