/**
 * From a frame to the slices of its reply: finds the row, decodes, calls the handler, encodes. Whatever cannot be
 * answered is thrown and closes the connection, as in Kafka's SocketServer and RequestHandlerHelper.
 */
import type { AnyApi } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { decodeClientId, decodeRequestStart, encodeResponse } from '../protocol/frame.ts';
import { Reader } from '../protocol/reader.ts';
import { includes, parseSpan, type Versions } from '../protocol/span.ts';
import { Writer } from '../protocol/writer.ts';
import { CloseConnection, NO_REPLY, type Outcome, type Row } from './apis/row.ts';
import type { AdvertisedApi, Broker } from './broker.ts';
import type { Log } from './log-line.ts';
import type { Peer, Reply } from './network/peer.ts';
import { type Exchange, type Observer, UnservedRequest } from './observer.ts';
import { throttle } from './quotas/throttle.ts';

const API_VERSIONS = 18;

interface Entry {
  readonly row: Row;
  readonly serves: Versions;
  readonly advertises: Versions;
}

export class Dispatch {
  private readonly entries = new Map<number, Entry>();
  private readonly log: Log;
  private readonly observer: Observer | undefined;

  /** Throws when two rows serve the same API, or one serves what is not declared. */
  constructor(rows: readonly Row[], log: Log, observer?: Observer) {
    this.log = log;
    this.observer = observer;
    for (const row of rows) {
      const { key, name, versions } = row.api;
      const serves = parseSpan(row.serves);
      if (this.entries.has(key)) throw new Error(`${name} is served by two rows`);
      if (serves.min < versions.min || serves.max > versions.max)
        throw new Error(`${name} serves ${row.serves}, declared are ${versions.min}-${versions.max}`);
      this.entries.set(key, { row, serves, advertises: parseSpan(row.advertises ?? row.serves) });
    }
  }

  get advertised(): AdvertisedApi[] {
    return [...this.entries]
      .sort(([a], [b]) => a - b)
      .map(([apiKey, { advertises }]) => ({ apiKey, minVersion: advertises.min, maxVersion: advertises.max }));
  }

  handle(frame: Buffer, peer: Peer, broker: Broker): Reply | Promise<Reply> {
    let exchange: Exchange | undefined;
    try {
      const reader = new Reader(frame);
      const { apiKey, apiVersion, correlationId } = decodeRequestStart(reader);
      const entry = this.entries.get(apiKey);
      if (entry === undefined) throw new UnservedRequest(`API ${apiKey} is not served`, { apiKey, apiVersion });
      const { row, serves } = entry;
      if (!includes(serves, apiVersion)) {
        if (apiKey === API_VERSIONS) return unsupportedApiVersions(entry, correlationId);
        const message = `${row.api.name} v${apiVersion} is not served, v${serves.min} to v${serves.max} are`;
        throw new UnservedRequest(message, { apiKey, apiVersion }, serves);
      }
      reader.isLent = row.keepsNothing !== true;
      const clientId = decodeClientId(reader, row.api.isFlexible(apiVersion)) ?? '';
      const request = row.api.request.codec(apiVersion).read(reader);
      const asked = { api: row.api, version: apiVersion, correlationId, clientId, peer };
      exchange = { ...asked, request, requestBytes: frame.length };
      this.observer?.received?.(exchange);
      const { quotas } = broker;
      const startMs = quotas.isOn ? performance.now() : undefined;
      const outcome = row.handle(request, { broker, version: apiVersion, clientId, peer });
      const tookMs = startMs === undefined ? undefined : performance.now() - startMs;
      const decoded = exchange;
      if (!(outcome instanceof Promise)) return this.reply(exchange, throttle(quotas, row, exchange, outcome, tookMs));
      return outcome
        .then(late => this.reply(decoded, throttle(quotas, row, decoded, late, tookMs)))
        .catch(error => this.failed(frame, peer, decoded, error));
    } catch (error) {
      return this.failed(frame, peer, exchange, error);
    }
  }

  private reply(exchange: Exchange, outcome: Outcome<AnyApi>): Reply {
    const { api, version, correlationId } = exchange;
    const writer = new Writer();
    const isSilent = outcome === NO_REPLY;
    const reply = isSilent ? undefined : encodeResponse(api, version, correlationId, outcome, writer);
    const response = isSilent ? undefined : outcome;
    const { hasError, length: responseBytes } = writer;
    this.observer?.answered?.(exchange, { response, responseBytes, hasError });
    return reply;
  }

  /** Errors before there is an exchange are the client's, as far as anybody can tell. */
  private failed(frame: Buffer, peer: Peer, exchange: Exchange | undefined, error: unknown): never {
    if (exchange !== undefined && !(error instanceof CloseConnection)) {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log('error', `${exchange.api.name} v${exchange.version} failed: ${told}`);
    }
    this.observer?.refused?.({ peer, error, exchange, frame });
    throw error;
  }
}

/** KIP-511: in version 0, which every client reads, with the versions of this one API. */
function unsupportedApiVersions({ row, advertises }: Entry, correlationId: number): Reply {
  return encodeResponse(row.api, 0, correlationId, {
    errorCode: errors.UNSUPPORTED_VERSION.code,
    apiKeys: [{ apiKey: API_VERSIONS, minVersion: advertises.min, maxVersion: advertises.max }],
  });
}
