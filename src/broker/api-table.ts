/** The APIs of Kafka and what this broker makes of them: rows for people, from the rows that are served. */
import { apis } from '../protocol/apis/index.ts';
import type { Span, Versions } from '../protocol/span.ts';
import { rows } from './apis/index.ts';
import { kafkaApis } from './kafka-apis.ts';

export interface ApiInfo {
  readonly key: number;
  readonly name: string;
  /** Versions that are answered; null: the API is not served. */
  readonly serves: Span | null;
  /** Versions that ApiVersions shows. */
  readonly advertises: Span | null;
  /** What Kafka 4.1 advertises on a client listener; null: nothing. */
  readonly kafka: Span | null;
  /** What the API may ask of the authorizer: 'WRITE TOPIC'. */
  readonly needs: readonly string[];
  /** Why it is not served. */
  readonly reason: string | null;
}

/** By key. */
export function apiTable(): ApiInfo[] {
  const keys = new Set([...kafkaApis, ...rows.map(({ api }) => api)].map(({ key }) => key));
  return [...keys].sort((a, b) => a - b).map(infoOf);
}

function infoOf(key: number): ApiInfo {
  const row = rows.find(({ api }) => api.key === key);
  const kafka = kafkaApis.find(api => api.key === key);
  return {
    key,
    name: (kafka ?? row!.api).name,
    serves: row?.serves ?? null,
    advertises: row === undefined ? null : (row.advertises ?? row.serves),
    kafka: kafka?.versions ?? null,
    needs: row?.needs ?? [],
    reason: row !== undefined ? null : (kafka?.unserved ?? 'not yet'),
  };
}

/** Versions that the gateway of `mq` can speak, by key. */
export const spokenVersions: ReadonlyMap<number, Versions> = new Map(apis.map(api => [api.key, api.versions]));

/** More operations than this on one type are those that an answer reports to be allowed (KIP-430). */
const MOST_OPERATIONS = 4;

/** 'write topic, write transactional id' */
export function needsText(needs: readonly string[]): string {
  const byType = new Map<string, string[]>();
  for (const need of needs) {
    const [operation, type] = need
      .toLowerCase()
      .replaceAll('_', ' ')
      .split(/ (?=topic|group|cluster|transactional|user|delegation)/);
    byType.set(type!, [...(byType.get(type!) ?? []), operation!]);
  }
  return [...byType]
    .map(
      ([type, operations]) =>
        `${operations.length > MOST_OPERATIONS ? 'all operations on' : operations.join(' and ')} ${type}`,
    )
    .join(', ');
}
