/** What is wrong with the keys and values of one client, by the tables of its family and version. */
import type { FileEdit, FileFault } from '../evidence/given.ts';
import type { Draft, Placed } from './draft.ts';
import type { Entry, SettingsFile } from './format/entry.ts';
import { factOf, type KeyFact, whenOf } from './key-table.ts';
import { hasSecretWithin, isSecretKey, isSecretValue, withoutSecrets } from './secret.ts';
import { strangers, unknownKey, type Wrong } from './strangers.ts';
import { successorOf } from './successors.ts';
import { isPlaceholder, valueFault } from './value-fault.ts';

export function faultsOf(draft: Draft, { path, text }: SettingsFile): FileFault[] {
  const faults: FileFault[] = [];
  const own = draft.placed.filter(({ shared, entry }) => !shared && !isComment(entry));
  for (const placed of own) {
    const fact = factIn(draft, placed.key);
    const place = { key: placed.entry.key, line: placed.entry.line };
    const wrong = placed.foreign ? undefined : keyFault(draft, placed, fact, path);
    if (wrong) faults.push({ ...place, ...wrong });
    const { value } = placed.entry;
    if ((isSecretKey(placed.key, fact) && isSecretValue(placed.key, value)) || hasSecretWithin(value)) {
      faults.push({
        ...place,
        fault: 'secret',
        observed: 'the secret itself stands in the file',
        advice: 'refer to where it is kept: an environment variable, or a ConfigProvider (KIP-297) that reads a file',
      });
    }
  }
  return [...faults, ...strangers(draft, own), ...(isTemplate(text) ? [] : duplicates(own))];
}

export function factIn(draft: Draft, key: string): KeyFact | undefined {
  const facts = draft.tables.flatMap(table => factOf(table, key, draft.version) ?? []);
  return facts.find(({ gone }) => !gone) ?? facts[0];
}

/** As JSON has none, people take keys for them. */
const isComment = ({ ownKey }: Entry) => /^(_|\/\/|#|\$comment)/.test(ownKey);

type EditOf = (change: { rename?: string; value?: string }) => FileEdit;

function keyFault(draft: Draft, placed: Placed, fact: KeyFact | undefined, path: string): Wrong | undefined {
  const { key, entry, written = placed.value } = placed;
  const edit: EditOf = change => ({ path, line: entry.line, key: entry.key, ...change });
  const legacy = (fact === undefined || fact.gone) && draft.legacy?.[key];
  if (legacy) {
    const rename = legacy.same && renamedTo(placed, legacy.now!, draft);
    return {
      fault: 'legacy',
      observed: `${key} is a key of the Scala clients or of the first Java ones; ${draft.reader} does not know it`,
      advice: legacy.advice,
      ...(rename ? { edit: edit({ rename }) } : {}),
    };
  }
  if (fact === undefined) return unknownKey(draft, placed);
  if (fact.gone) return absentKey(draft, placed, edit);
  const wrong = valueFault(key, written, fact);
  if (wrong) {
    const { meant, ...told } = wrong;
    const isPlain = meant !== undefined && entry.value === written;
    return { fault: 'value', ...told, ...(isPlain ? { edit: edit({ value: meant }) } : {}) };
  }
  if (fact.deprecated)
    return {
      fault: 'deprecated',
      observed: `${key} is deprecated for ${draft.reader}`,
      advice: successorOf(key)?.advice ?? 'go without it before it is removed',
    };
  return undefined;
}

function absentKey(draft: Draft, placed: Placed, edit: EditOf): Wrong {
  const { key } = placed;
  const table = draft.tables.find(each => factOf(each, key, draft.version))!;
  const when = whenOf(table, key, draft.version);
  const observed = `${draft.reader} does not know ${key}, which`;
  if ('since' in when)
    return {
      fault: 'absent',
      observed: `${observed} comes with ${when.since}`,
      advice: 'take it out, or say the version that reads the file',
    };
  const { same, advice = 'take it out' } = successorOf(key) ?? {};
  const rename = same && renamedTo(placed, same, draft);
  return {
    fault: 'absent',
    observed: `${observed} was there until ${when.until}`,
    advice,
    ...(rename ? { edit: edit({ rename }) } : {}),
  };
}

/** The new key as this file would write it; undefined where that is not one word in the place of another. */
function renamedTo({ key, entry }: Placed, now: string, { placed }: Draft): string | undefined {
  if (placed.some(each => each.key === now) || !entry.ownKey.endsWith(key)) return undefined;
  return entry.ownKey.slice(0, -key.length) + now;
}

/** Only one branch of it stays. */
const isTemplate = (text: string) => /\{%|<%/.test(text);

function duplicates(own: readonly Placed[]): FileFault[] {
  const last = new Map(own.map(placed => [placed.java, placed]));
  return own.flatMap(placed => {
    const winner = last.get(placed.java)!;
    if (winner === placed || placed.weaker) return [];
    const shown = (each: Placed) =>
      isSecretKey(each.key, undefined) || isPlaceholder(each.value) ? '' : ` (${withoutSecrets(each.value)})`;
    return [
      {
        fault: 'duplicate' as const,
        key: placed.entry.key,
        line: placed.entry.line,
        observed: `line ${winner.entry.line}${shown(winner)} says it again and wins over this line${shown(placed)}`,
        advice: 'keep the one that is meant',
      },
    ];
  });
}
