/** The two requests of SASL as a session reads them, before anything else is served. */
import type { Api, RequestOf, ResponseInput } from '../../../protocol/api.ts';
import { ProtocolError } from '../../../protocol/error.ts';
import { decodeClientId, decodeRequestStart, encodeResponse } from '../../../protocol/frame.ts';
import { Reader } from '../../../protocol/reader.ts';
import type { Fields } from '../../../protocol/schema.ts';
import { Writer } from '../../../protocol/writer.ts';
import type { Peer } from '../../network/peer.ts';
import type { Observer } from '../../observer.ts';

export interface SaslRequest<A> {
  readonly version: number;
  readonly body: RequestOf<A>;
  reply(body: ResponseInput<A>): Buffer[];
}

/** ProtocolError when it is no such request, or in a version that is not declared. Whoever looks on sees it and its reply. */
export function decodeRequest<Req extends Fields, Res extends Fields>(
  api: Api<Req, Res>,
  frame: Buffer,
  peer: Peer,
  observer?: Observer,
): SaslRequest<Api<Req, Res>> {
  const reader = new Reader(frame);
  reader.isLent = true;
  const { apiVersion, correlationId } = decodeRequestStart(reader);
  const { min, max } = api.versions;
  if (apiVersion < min || apiVersion > max)
    throw new ProtocolError(`${api.name} v${apiVersion} is not served, v${min} to v${max} are`);
  const clientId = decodeClientId(reader, api.isFlexible(apiVersion)) ?? '';
  const request = api.request.codec(apiVersion).read(reader) as RequestOf<Api<Req, Res>>;
  const exchange = { api, version: apiVersion, correlationId, clientId, peer, request, requestBytes: frame.length };
  observer?.received?.(exchange);
  return {
    version: apiVersion,
    body: request,
    reply(response) {
      const writer = new Writer();
      const slices = encodeResponse(api, apiVersion, correlationId, response, writer);
      observer?.answered?.(exchange, { response, responseBytes: writer.length, hasError: writer.hasError });
      return slices;
    },
  };
}

/** −1 when the frame is too short to be a request. */
export const apiKeyOf = (frame: Buffer): number => (frame.length < 8 ? -1 : frame.readInt16BE(0));
