/**
 * The combinators in which every Kafka message is declared once (docs/decisions/0001-protocol-declared-once.md).
 * Fields stand in wire order under the names of Kafka's own specifications, in camelCase
 * (clients/src/main/resources/common/message/README.md); types are inferred, codecs come from codec.ts.
 */
import type { Span } from './span.ts';

export interface Options<T> {
  /** Versions in which null is allowed. */
  readonly nullable?: Span;
  /** What an absent field reads as; Kafka's zero value of the type when left out. */
  readonly default?: T | null;
  /** The tag of a tagged field (KIP-482), in `tagged` versions. */
  readonly tag?: number;
  readonly tagged?: Span;
  /** A value other than the default may be dropped, without an error, in versions that lack the field. */
  readonly ignorable?: boolean;
  readonly about?: string;
}

export type PrimitiveName =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'float64'
  | 'string'
  | 'uuid'
  | 'bytes'
  | 'records';

export type FieldType =
  | { readonly kind: PrimitiveName }
  | { readonly kind: 'array'; readonly element: FieldType }
  | { readonly kind: 'struct'; readonly fields: Fields };

/** `Out` is what decoding gives, `In` what encoding takes, `Need` whether encoding insists on it. */
export interface Field<Out = unknown, In = unknown, Need extends boolean = boolean> {
  readonly type: FieldType;
  readonly versions: Span;
  readonly options: Options<unknown>;
  readonly '~types'?: { readonly out: Out; readonly in: In; readonly need: Need };
}

export type Fields = { readonly [name: string]: Field };

type Simplify<T> = { [K in keyof T]: T[K] } & {};
type OutOf<F> = F extends Field<infer Out, unknown, boolean> ? Out : never;
type InOf<F> = F extends { readonly '~types'?: { readonly in: infer In } } ? In : never;
type NeedOf<F> = F extends { readonly '~types'?: { readonly need: infer Need } } ? Need : never;

/** The value that decoding gives: every field present, whatever the version. */
export type Infer<F extends Fields> = Simplify<{ -readonly [K in keyof F]: OutOf<F[K]> }>;

/** The value that encoding takes: fields with a default, a tag or a later first version may be left out. */
export type Input<F extends Fields> = Simplify<
  { [K in keyof F as NeedOf<F[K]> extends true ? K : never]: InOf<F[K]> } & {
    [K in keyof F as NeedOf<F[K]> extends true ? never : K]?: InOf<F[K]> | undefined;
  }
>;

type Null<O> = O extends { readonly nullable: string } ? null : never;
type Need<V, O> = V extends '0+'
  ? O extends { readonly default: unknown } | { readonly tag: number }
    ? false
    : true
  : false;

// biome-ignore lint/complexity/noBannedTypes: the empty object is the type of absent options
type NoOptions = {};

const primitive =
  <T>(kind: PrimitiveName) =>
  <const V extends Span = '0+', const O extends Options<T> = NoOptions>(
    versions?: V,
    options?: O,
  ): Field<T | Null<O>, T | Null<O>, Need<V, O>> => ({
    type: { kind },
    versions: versions ?? '0+',
    options: options ?? {},
  });

export const bool = primitive<boolean>('bool');
export const int8 = primitive<number>('int8');
export const int16 = primitive<number>('int16');
export const uint16 = primitive<number>('uint16');
export const int32 = primitive<number>('int32');
export const uint32 = primitive<number>('uint32');
/** A number: exact up to ±2^53, beyond that the nearest one (docs/decisions/0002-int64-as-number.md). */
export const int64 = primitive<number>('int64');
export const float64 = primitive<number>('float64');
export const string = primitive<string>('string');
/** Kafka's Uuid in its text form: 22 characters of URL-safe base64. */
export const uuid = primitive<string>('uuid');
export const bytes = primitive<Buffer>('bytes');

/** Record batches: decoding gives a view on the received bytes, encoding takes slices and does not copy them. */
export function records<const V extends Span, const O extends Options<Buffer> = NoOptions>(
  versions: V,
  options?: O,
): Field<Buffer | Null<O>, Buffer | readonly Buffer[] | Null<O>, Need<V, O>> {
  return { type: { kind: 'records' }, versions, options: options ?? {} };
}

/** A nested object. */
export function struct<F extends Fields, const V extends Span, const O extends Options<never> = NoOptions>(
  versions: V,
  fields: F,
  options?: O,
): Field<Infer<F> | Null<O>, Input<F> | Null<O>, Need<V, O>> {
  return { type: { kind: 'struct', fields }, versions, options: options ?? {} };
}

/** An array of objects (given fields) or of primitives (given a field, whose versions are not looked at). */
export function array<F extends Fields, const V extends Span, const O extends Options<never> = NoOptions>(
  versions: V,
  element: F,
  options?: O,
): Field<Infer<F>[] | Null<O>, readonly Input<F>[] | Null<O>, Need<V, O>>;
export function array<Out, In, const V extends Span, const O extends Options<never> = NoOptions>(
  versions: V,
  element: Field<Out, In>,
  options?: O,
): Field<Out[] | Null<O>, readonly In[] | Null<O>, Need<V, O>>;
export function array(versions: Span, element: Field | Fields, options: Options<never> = {}): Field {
  const type: FieldType = isField(element) ? element.type : { kind: 'struct', fields: element };
  return { type: { kind: 'array', element: type }, versions, options };
}

const isField = (value: Field | Fields): value is Field => 'type' in value && 'kind' in (value.type as object);

/** Sixteen zero bytes: "no id" wherever Kafka has a Uuid. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

/** Java's Long.MAX_VALUE as a number; it goes through reading and writing unchanged. */
export const INT64_MAX = 2 ** 63;
