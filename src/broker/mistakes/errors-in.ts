/** Finds the errors in an answer by the field names that Kafka's specifications have in common. */
import type { Fields, FieldType } from '../../protocol/schema.ts';
import type { FoundError } from './mistake.ts';

/** An answer may have thousands, all of them alike. */
const MOST = 20;

type Values = Record<string, unknown>;
type Context = Omit<FoundError, 'code' | 'message'> & { readonly topicId?: string | undefined };

const nowhere: Context = { topic: undefined, partition: undefined, name: undefined };

/** The first ones, outer before inner. `topicName` knows topics by id. */
export function errorsIn(fields: Fields, answer: object, topicName: (id: string) => string | undefined): FoundError[] {
  const found: FoundError[] = [];
  visit(fields, answer as Values, nowhere);
  return found;

  function visit(declared: Fields, value: Values, outside: Context): void {
    const context = placeOf(value, outside, topicName);
    const { errorCode: code, errorMessage } = value;
    if (typeof code === 'number' && code !== 0) {
      const message = typeof errorMessage === 'string' ? errorMessage : undefined;
      found.push({ code, message, ...context });
    }
    for (const [name, { type }] of Object.entries(declared)) {
      const inner = structOf(type);
      if (inner === undefined || !mayHold(inner)) continue;
      const held = value[name];
      for (const each of Array.isArray(held) ? held : [held]) {
        if (found.length >= MOST) return;
        if (each !== null && typeof each === 'object') visit(inner, each as Values, context);
      }
    }
  }
}

function placeOf(value: Values, outside: Context, topicName: (id: string) => string | undefined): Context {
  const text = (...names: string[]) =>
    names.map(name => value[name]).find(each => typeof each === 'string' && each !== '');
  const number = (...names: string[]) => names.map(name => value[name]).find(each => typeof each === 'number');
  const id = text('topicId');
  const byId = id === undefined ? undefined : topicName(id as string);
  return {
    topic: (text('topic', 'topicName') ?? byId ?? text('name') ?? outside.topic) as string | undefined,
    partition: (number('partitionIndex', 'partition', 'index') ?? outside.partition) as number | undefined,
    name: (text('groupId', 'resourceName', 'transactionalId', 'key', 'user', 'name') ?? outside.name) as
      | string
      | undefined,
  };
}

const structOf = (type: FieldType): Fields | undefined =>
  type.kind === 'struct' ? type.fields : type.kind === 'array' ? structOf(type.element) : undefined;

const known = new WeakMap<Fields, boolean>();

/** Whether there can be an error code in it: whole trees of partitions and replicas need no look. */
function mayHold(fields: Fields): boolean {
  let holds = known.get(fields);
  if (holds === undefined) {
    const inner = Object.values(fields).map(({ type }) => structOf(type));
    holds = 'errorCode' in fields || inner.some(each => each !== undefined && mayHold(each));
    known.set(fields, holds);
  }
  return holds;
}
