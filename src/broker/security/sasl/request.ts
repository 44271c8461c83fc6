/** The two requests of SASL as a session reads them, before anything else is served. */
import type { Api, RequestOf, ResponseInput } from '../../../protocol/api.ts';
import { ProtocolError } from '../../../protocol/error.ts';
import { decodeClientId, decodeRequestStart, encodeResponse } from '../../../protocol/frame.ts';
import { Reader } from '../../../protocol/reader.ts';
import type { Fields } from '../../../protocol/schema.ts';

export interface SaslRequest<A> {
  readonly version: number;
  readonly body: RequestOf<A>;
  reply(body: ResponseInput<A>): Buffer[];
}

/** ProtocolError when it is no such request, or in a version that is not declared. */
export function decodeRequest<Req extends Fields, Res extends Fields>(
  api: Api<Req, Res>,
  frame: Buffer,
): SaslRequest<Api<Req, Res>> {
  const reader = new Reader(frame);
  reader.isLent = true;
  const { apiVersion, correlationId } = decodeRequestStart(reader);
  const { min, max } = api.versions;
  if (apiVersion < min || apiVersion > max)
    throw new ProtocolError(`${api.name} v${apiVersion} is not served, v${min} to v${max} are`);
  decodeClientId(reader, api.isFlexible(apiVersion));
  return {
    version: apiVersion,
    body: api.request.codec(apiVersion).read(reader) as RequestOf<Api<Req, Res>>,
    reply: body => encodeResponse(api, apiVersion, correlationId, body),
  };
}

/** −1 when the frame is too short to be a request. */
export const apiKeyOf = (frame: Buffer): number => (frame.length < 8 ? -1 : frame.readInt16BE(0));
