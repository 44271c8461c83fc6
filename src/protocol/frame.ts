/**
 * Frames: int32 length, header, body. Request headers are v2 and response headers v1 exactly in flexible versions,
 * but for ApiVersions, whose response header is always v0 so that any client can read it
 * (Kafka: ApiMessageTypeGenerator.java).
 */
import type { AnyApi, Api } from './api.ts';
import { ProtocolError } from './error.ts';
import { Reader } from './reader.ts';
import type { Fields, Infer, Input } from './schema.ts';
import { Writer } from './writer.ts';

const API_VERSIONS = 18;

export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

const taggedResponseHeader = (api: AnyApi, version: number): boolean =>
  api.key !== API_VERSIONS && api.isFlexible(version);

/** A whole request frame, length prefix included, as slices to write in order. */
export function encodeRequest<Req extends Fields, Res extends Fields>(
  api: Api<Req, Res>,
  version: number,
  header: { correlationId: number; clientId: string | null },
  body: Input<Req>,
): Buffer[] {
  const writer = new Writer();
  writer.int32(0);
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(header.correlationId);
  writeNullableString(writer, header.clientId);
  if (api.isFlexible(version)) writer.uvarint(0);
  api.request.codec(version).write(writer, body);
  return finish(writer);
}

/** The fixed part of a request header; the reader then stands at the client id. */
export function decodeRequestStart(reader: Reader): Omit<RequestHeader, 'clientId'> {
  return { apiKey: reader.int16(), apiVersion: reader.int16(), correlationId: reader.int32() };
}

/** The rest of a request header, once the API is known to be served; the reader then stands at the body. */
export function decodeClientId(reader: Reader, flexible: boolean): string | null {
  const length = reader.int16();
  if (length < -1) throw new ProtocolError(`client id of length ${length}`);
  const clientId = length === -1 ? null : reader.utf8(length);
  if (flexible) skipTags(reader);
  return clientId;
}

/** A whole response frame, length prefix included, as slices to write in order. The writer is a new one; it tells of errors. */
export function encodeResponse<Req extends Fields, Res extends Fields>(
  api: Api<Req, Res>,
  version: number,
  correlationId: number,
  body: Input<Res>,
  writer = new Writer(),
): Buffer[] {
  writer.int32(0);
  writer.int32(correlationId);
  if (taggedResponseHeader(api, version)) writer.uvarint(0);
  api.response.codec(version).write(writer, body);
  return finish(writer);
}

/** The body of a response frame (without its length prefix). Bytes left over are an error. */
export function decodeResponse<Req extends Fields, Res extends Fields>(
  api: Api<Req, Res>,
  version: number,
  frame: Buffer,
): { correlationId: number; body: Infer<Res> } {
  const reader = new Reader(frame);
  try {
    const correlationId = reader.int32();
    if (taggedResponseHeader(api, version)) skipTags(reader);
    const body = api.response.codec(version).read(reader);
    if (reader.remaining > 0) throw new ProtocolError(`${reader.remaining} bytes too many`);
    return { correlationId, body };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(`${api.name} v${version}: ${error.message}`);
  }
}

function skipTags(reader: Reader): void {
  for (let count = reader.uvarint(); count > 0; count--) {
    reader.uvarint();
    reader.take(reader.uvarint());
  }
}

function writeNullableString(writer: Writer, value: string | null): void {
  const length = value === null ? -1 : Buffer.byteLength(value);
  writer.int16(length);
  if (value !== null) writer.utf8(value, length);
}

function finish(writer: Writer): Buffer[] {
  writer.patchInt32(0, writer.length - 4);
  return writer.finish();
}
