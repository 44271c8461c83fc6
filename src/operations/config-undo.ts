/** The commands that bring settings back to what they were before a change. */
import { shellWord } from '../lib/shell.ts';
import { isChange, type PlannedConfig } from './config-change.ts';
import { flagOf } from './configs.ts';

/** One command for all resources that were alike before. What was secret cannot be read, so nothing can bring it back. */
export function undoCommands(planned: readonly PlannedConfig[]): string[] {
  const byResource = Map.groupBy(planned.filter(isChange), ({ resource }) => resource);
  const words = [...byResource].map(([resource, changes]) => ({ resource, way: wayBack(changes) }));
  const alike = Map.groupBy(
    words.filter(({ way }) => way !== ''),
    ({ way }) => way,
  );
  return [...alike].map(
    ([way, list]) => `mq config alter ${list.map(({ resource }) => flagOf(resource)).join(' ')} ${way}`,
  );
}

const wayBack = (changes: readonly PlannedConfig[]): string =>
  changes
    .filter(({ ownBefore }) => ownBefore !== null)
    .map(({ edit: { name }, ownBefore }) =>
      ownBefore === undefined ? `--delete ${shellWord(name)}` : `--set ${shellWord(`${name}=${ownBefore}`)}`,
    )
    .join(' ');
