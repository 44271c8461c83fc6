/** What holds where a file says nothing, of the keys that rules read. */
import { clientKeys } from '../evidence/client-keys.ts';
import { factOf, type KeyTable } from './key-table.ts';

/** `named` translates the table's names to Java's; `overrides` is what a framework sets on its own. */
export function defaultsIn(
  table: KeyTable,
  version: string,
  overrides: Readonly<Record<string, string>> = {},
  named: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const defaults: Record<string, string> = {};
  for (const java of clientKeys) {
    const preset = factOf(table, named[java] ?? java, version)?.default;
    if (preset !== undefined) defaults[java] = preset;
  }
  return { ...defaults, ...overrides };
}
