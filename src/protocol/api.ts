/** An API of the Kafka protocol: its key, its versions, and the codecs of both directions. */
import { type Codec, structCodec } from './codec.ts';
import { ProtocolError } from './error.ts';
import type { Fields, Infer, Input } from './schema.ts';
import { includes, parseSpan, type Span, type Versions } from './span.ts';

export interface Api<Req extends Fields = Fields, Res extends Fields = Fields> {
  readonly key: number;
  /** The name in Kafka's specifications, without "Request". */
  readonly name: string;
  /** What can be encoded and decoded. */
  readonly versions: Versions;
  /** What is offered to peers: without a last version that Kafka itself holds back still (`unstable.api.versions.enable`). */
  readonly stableVersions: Versions;
  readonly request: Message<Req>;
  readonly response: Message<Res>;
  /** Whether the version uses tagged fields and compact types (KIP-482). */
  isFlexible(version: number): boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: request and response are invariant; `any` is the only supertype
export type AnyApi = Api<any, any>;

/** One direction of an API, or a record of a coordinator's log. */
export interface Message<F extends Fields> {
  readonly name: string;
  readonly versions: Versions;
  readonly fields: F;
  isFlexible(version: number): boolean;
  codec(version: number): Codec<Infer<F>, Input<F>>;
}

export type RequestOf<A> = A extends Api<infer Req, infer _Res> ? Infer<Req> : never;
export type RequestInput<A> = A extends Api<infer Req, infer _Res> ? Input<Req> : never;
export type ResponseOf<A> = A extends Api<infer _Req, infer Res> ? Infer<Res> : never;
export type ResponseInput<A> = A extends Api<infer _Req, infer Res> ? Input<Res> : never;

/** Declares an API. `versions` and `flexible` are `validVersions` and `flexibleVersions` of Kafka's specification. */
export function api<Req extends Fields, Res extends Fields>(declaration: {
  readonly key: number;
  readonly name: string;
  readonly versions: Span;
  readonly flexible: Span;
  readonly latestVersionUnstable?: true;
  readonly request: Req;
  readonly response: Res;
}): Api<Req, Res> {
  const { name, flexible } = declaration;
  const versions = parseSpan(declaration.versions);
  const request = message(`${name}Request`, versions, flexible, declaration.request);
  return {
    key: declaration.key,
    name,
    versions,
    stableVersions: declaration.latestVersionUnstable ? { min: versions.min, max: versions.max - 1 } : versions,
    request,
    response: message(`${name}Response`, versions, flexible, declaration.response),
    isFlexible: request.isFlexible,
  };
}

/** Declares a message that is not an API of its own, such as a record of `__consumer_offsets`. */
export function message<F extends Fields>(name: string, versions: Versions, flexible: Span, fields: F): Message<F> {
  const flexibleVersions = parseSpan(flexible);
  const codecs = new Map<number, Codec<Infer<F>, Input<F>>>();
  const isFlexible = (version: number) => includes(flexibleVersions, version);
  return {
    name,
    versions,
    fields,
    isFlexible,
    codec(version) {
      let codec = codecs.get(version);
      if (codec === undefined) {
        if (!includes(versions, version)) throw new ProtocolError(`${name} has no version ${version}`);
        codec = structCodec(fields, version, isFlexible(version));
        codecs.set(version, codec);
      }
      return codec;
    },
  };
}
