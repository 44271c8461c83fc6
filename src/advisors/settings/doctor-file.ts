/**
 * mq-doctor.yaml: what the operator knows and no cluster can tell. What topics and groups are meant to be, which findings are accepted, why and
 * until when.
 */
import { z } from 'zod';
import { parseRate } from '../../lib/bytes.ts';
import { only, parseChecked, readBy } from '../../lib/checked.ts';
import { parseDuration } from '../../lib/duration.ts';
import { type Profile, profiles } from '../../lib/profile.ts';
import type { Intents } from '../intents.ts';
import type { Suppression } from './suppressions.ts';

export const DOCTOR_FILE = 'mq-doctor.yaml';

export interface DoctorSettings {
  readonly profile?: Profile | undefined;
  readonly intents: Intents;
  readonly suppressions: readonly Suppression[];
}

const rate = readBy(parseRate);
const duration = readBy(parseDuration);

const date = z.string({ error: 'is missing: a date as 2027-01-31' }).refine(isDay, 'a date as 2027-01-31 is needed');

const said = z.string({ error: 'is missing: say why, for whoever reads this in a year' }).trim().min(1, 'is empty');

const suppression = only({
  rule: z.string({ error: 'is missing: an id such as B05, or a name such as rf-one' }),
  subject: z.string().optional(),
  reason: said,
  expires: date,
});

const topic = only({
  order: z.enum(['global', 'key']).optional(),
  'target-rate': rate.optional(),
  'producer-rate': rate.optional(),
  'consumer-rate': rate.optional(),
  delay: duration.optional(),
  'dead-letters-of': z.string().optional(),
  replay: duration.optional(),
});

const group = only({
  'lag-limit': duration.optional(),
  deduplication: z.enum(['none', 'sink', 'store', 'state-machine']).optional(),
  'deduplication-ttl': duration.optional(),
});

const schema = only({
  profile: z.enum(profiles).optional(),
  suppressions: z.array(suppression).default([]),
  topics: z.record(z.string(), topic).default({}),
  groups: z.record(z.string(), group).default({}),
});

/** Throws Failure USAGE with every place that is wrong. */
export function parseDoctorFile(text: string, place: { path: string; where: string }): DoctorSettings {
  const { profile, suppressions, topics, groups } = parseChecked(text, schema, place);
  return {
    profile,
    suppressions: suppressions.map(each => ({ ...each, place: place.path })),
    intents: {
      topics: mapped(topics, given =>
        present({
          order: given.order,
          targetBytesPerSec: given['target-rate'],
          producerBytesPerSec: given['producer-rate'],
          consumerBytesPerSec: given['consumer-rate'],
          delayMs: given.delay,
          deadLettersOf: given['dead-letters-of'],
          replayMs: given.replay,
        }),
      ),
      groups: mapped(groups, given =>
        present({
          lagLimitMs: given['lag-limit'],
          deduplication: given.deduplication,
          deduplicationTtlMs: given['deduplication-ttl'],
        }),
      ),
    },
  };
}

/** A day of the calendar: JavaScript reads February 31 as a day of March. */
function isDay(text: string): boolean {
  const atMs = Date.parse(text);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 10) === text;
}

const mapped = <T, R>(record: Record<string, T>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was not said. */
const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
