/** Whose settings, and which edits: what the config commands share. */
import { boolean, integer, string } from '@oclif/core/flags';
import type { ConfigResource } from '../kafka/admin/configs.ts';
import type { ConfigEdit } from '../operations/configs.ts';
import { UsageError } from './errors.ts';

const several = { multiple: true, multipleNonGreedy: true } as const;

export const resourceFlags = {
  topic: string({ ...several, char: 't', helpValue: 'TOPIC', summary: 'of a topic; may be repeated' }),
  broker: integer({ ...several, helpValue: 'ID', summary: 'of a broker; may be repeated' }),
  'all-brokers': boolean({ summary: 'the default of all brokers, which weighs less than what is set for one' }),
  group: string({ ...several, char: 'g', helpValue: 'GROUP', summary: 'of a group (of the new protocol, KIP-848)' }),
};

interface ResourceFlags {
  topic?: string[] | undefined;
  broker?: number[] | undefined;
  'all-brokers': boolean;
  group?: string[] | undefined;
}

/** Throws UsageError when none is named. */
export function resourcesOf(flags: ResourceFlags): ConfigResource[] {
  const named = (type: ConfigResource['type'], names: readonly (string | number)[] = []) =>
    [...new Set(names)].map(name => ({ type, name: String(name) }));
  const resources = [
    ...named('topic', flags.topic),
    ...named('broker', flags.broker),
    ...(flags['all-brokers'] ? named('broker', ['']) : []),
    ...named('group', flags.group),
  ];
  if (resources.length > 0) return resources;
  throw new UsageError('whose settings?', { advice: ['--topic T', '--broker ID', '--all-brokers', '--group G'] });
}

const assignment = { ...several, helpValue: 'KEY=VALUE' };

export const editFlags = {
  set: string({ ...assignment, summary: 'give a setting a value; may be repeated' }),
  delete: string({ ...several, helpValue: 'KEY', summary: 'take a setting back to its default; may be repeated' }),
  append: string({ ...assignment, summary: 'add to a list; may be repeated' }),
  subtract: string({ ...assignment, summary: 'take out of a list; may be repeated' }),
};

interface EditFlags {
  set?: string[] | undefined;
  delete?: string[] | undefined;
  append?: string[] | undefined;
  subtract?: string[] | undefined;
}

/** Throws UsageError when there is none, one cannot be read, or two are about the same key. */
export function editsOf(flags: EditFlags): ConfigEdit[] {
  const edits = [
    ...(['set', 'append', 'subtract'] as const).flatMap(operation =>
      (flags[operation] ?? []).map(text => ({ operation, ...keyAndValue(text, operation) })),
    ),
    ...(flags.delete ?? []).map(name => ({ operation: 'delete' as const, name: name.trim() })),
  ];
  if (edits.length === 0)
    throw new UsageError('what shall change?', { advice: ['--set retention.ms=86400000', '--delete retention.ms'] });
  const twice = edits.find(({ name }, index) => edits.findIndex(other => other.name === name) < index);
  if (twice) throw new UsageError(`${twice.name} is named twice`, { where: `--${twice.operation}` });
  return edits;
}

function keyAndValue(text: string, operation: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at > 0) return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
  throw new UsageError(`--${operation} takes KEY=VALUE, not "${text}"`, {
    where: `--${operation}`,
    advice: `--${operation} ${operation === 'set' ? 'retention.ms=86400000' : 'cleanup.policy=compact'}`,
  });
}
