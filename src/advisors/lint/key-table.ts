/** What each version of Kafka and of its clients says of its configuration keys; the tables are written by scripts/client-keys. */

/** What holds from one version on. */
export interface KeyFact {
  readonly from?: string;
  readonly type?: string;
  readonly default?: string;
  readonly required?: boolean;
  readonly values?: readonly string[];
  /** In any mixture of capitals. */
  readonly caseless?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly deprecated?: boolean;
  readonly gone?: boolean;
  /** librdkafka: the key that it is another name of, and who has it. */
  readonly alias?: string;
  readonly only?: string;
}

export interface KeyTable {
  readonly versions: readonly string[];
  readonly keys: Readonly<Record<string, readonly KeyFact[]>>;
}

/** The version of the table that speaks for a given one: the next of the same major (3.4 → 3.9), else the newest. */
export function versionIn(table: KeyTable, version: string | undefined): string {
  const newest = table.versions.at(-1)!;
  if (version === undefined) return newest;
  const major = version.split('.')[0];
  const sameMajor = table.versions.filter(each => each.split('.')[0] === major);
  return sameMajor.find(each => compareVersions(each, version) >= 0) ?? sameMajor.at(-1) ?? newest;
}

/** Undefined when no version has the key; a fact that is `gone` when this one has it not, any more or yet. */
export function factOf(table: KeyTable, key: string, version: string): KeyFact | undefined {
  const spans = Object.hasOwn(table.keys, key) ? table.keys[key]! : undefined;
  if (spans === undefined) return undefined;
  return spans.findLast(({ from }) => from === undefined || compareVersions(from, version) <= 0) ?? { gone: true };
}

/** When the table has a key that a version has not: from a later one on, or up to an earlier one. */
export function whenOf(table: KeyTable, key: string, version: string): { since: string } | { until: string } {
  const spans = table.keys[key]!;
  const later = spans.find(({ from, gone }) => !gone && from !== undefined && compareVersions(from, version) > 0);
  if (later) return { since: later.from! };
  const end = spans.findLast(({ gone }) => gone)!.from!;
  return { until: table.versions[table.versions.indexOf(end) - 1]! };
}

export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map(version => version.split('.').map(Number)) as [number[], number[]];
  return x[0]! - y[0]! || (x[1] ?? 0) - (y[1] ?? 0);
}
