/** YAML and JSON of people: what it must look like, and messages that name the place, the key and the nearest right one. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { Failure } from './failure.ts';
import { ifMeant } from './meant.ts';

/** An object that has no other keys than these. */
export const only = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, Object.keys(shape)) : undefined),
  });

function unknownKeys(given: readonly string[], known: readonly string[]): string {
  return given
    .map(key => `there is no key ${key}; ${ifMeant(key, known) ?? `known are ${known.join(', ')}`}`)
    .join('; ');
}

/** Text that means a value: a rate, a duration. `read` throws Unreadable. */
export const readBy = <T>(read: (text: string) => T) =>
  z.union([z.string(), z.number()]).transform((given, context): T => {
    try {
      return read(String(given));
    } catch (error) {
      context.issues.push({ code: 'custom', message: reasonOf(error), input: given });
      return z.NEVER;
    }
  });

const reasonOf = (error: unknown): string =>
  error instanceof Failure
    ? `${error.message}; ${error.advice.join('; ')}`
    : error instanceof Error
      ? error.message
      : String(error);

/** Throws Failure USAGE that names file, place and what is wrong there. An empty file is an empty object. */
export function parseChecked<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { path, where }: { path: string; where: string },
): z.infer<Schema> {
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new Failure(`${path}: ${broken.message.split('\n')[0]!.replace(/:$/, '')}`, { code: 'USAGE', where });
  const result = schema.safeParse(document.toJS() ?? {});
  if (result.success) return result.data;
  const lines = result.error.issues.map(issue => {
    const { path: place } = issue;
    const message = issue.code === 'invalid_key' ? issue.issues[0]!.message : issue.message;
    const at = place.map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
    return `${path}: ${at ? `${at.replace(/^\./, '')}: ` : ''}${message}`;
  });
  throw new Failure(lines.join('\n'), { code: 'USAGE', where });
}
