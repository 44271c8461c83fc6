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
  const ours = oursWithin(api, limits);
  const min = Math.max(theirs.min, ours.min);
  const max = Math.min(theirs.max, ours.max);
  return min <= max ? max : undefined;
}

/** The version to use; UNSUPPORTED_VERSION names the API, the broker's range and ours. */
export function pickVersion(api: AnyApi, ranges: ApiRanges, limits: VersionLimits, broker: string): number {
  const version = commonVersion(api, ranges, limits);
  if (version !== undefined) return version;
  const theirs = ranges.get(api.key);
  const ours = show(oursWithin(api, limits));
  const message =
    theirs === undefined
      ? `${broker} does not serve ${api.name} (API ${api.key})`
      : `${broker} serves ${api.name} ${show(theirs)} (API ${api.key}); mq needs ${ours} here`;
  throw new KafkaError('UNSUPPORTED_VERSION', message, {
    broker,
    advice:
      api.name === 'Metadata' && theirs === undefined // every broker serves it
        ? 'a KRaft controller listens there: name a broker'
        : 'the broker is older or newer than this needs; compare with `mq cluster describe`',
  });
}

/** A version that was still in the making when it was declared may have become another since: it is not spoken. */
const oursWithin = (
  { stableVersions: { min, max } }: AnyApi,
  { minVersion = min, maxVersion = max }: VersionLimits,
) => ({
  min: Math.max(min, minVersion),
  max: Math.min(max, maxVersion),
});

const show = ({ min, max }: Versions): string => (min === max ? `v${min}` : `v${min}-${max}`);
