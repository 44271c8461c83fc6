/** What a field reads as when a version lacks it, or a sender left it out (Kafka: FieldSpec.java, fieldDefault). */
import { type Field, type Fields, type FieldType, ZERO_UUID } from './schema.ts';

/** Shared, because nothing in it can be changed. */
const NO_BYTES = Buffer.alloc(0);

/** Makes the default of a field: afresh where it could be changed later. */
export function defaultOf(field: Field): () => unknown {
  const given = field.options.default;
  return given === undefined ? zeroOf(field.type) : () => given;
}

function zeroOf(type: FieldType): () => unknown {
  switch (type.kind) {
    case 'bool':
      return () => false;
    case 'string':
      return () => '';
    case 'uuid':
      return () => ZERO_UUID;
    case 'bytes':
    case 'records':
      return () => NO_BYTES;
    case 'array':
      return () => [];
    case 'struct':
      return emptyObject(type.fields);
    default:
      return () => 0;
  }
}

function emptyObject(fields: Fields): () => unknown {
  const members = Object.entries(fields).map(([name, field]) => ({ name, make: defaultOf(field) }));
  return () => {
    const out: Record<string, unknown> = {};
    for (const { name, make } of members) out[name] = make();
    return out;
  };
}

/** Whether a value given for a field is its default, so that nothing is lost when it is not written. */
export function isDefault(field: Field, value: unknown): boolean {
  if (value === undefined) return true;
  const { type, options } = field;
  if (value === null || options.default === null) return value === options.default;
  switch (type.kind) {
    case 'array':
    case 'bytes':
    case 'records':
      return (value as { length: number }).length === 0;
    case 'struct':
      return Object.entries(type.fields).every(([name, inner]) =>
        isDefault(inner, (value as Record<string, unknown>)[name]),
      );
    default:
      return value === (options.default ?? zeroOf(type)());
  }
}
