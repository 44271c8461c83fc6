/**
 * From a frame to the slices of its reply: finds the row, decodes, calls the handler, encodes. Whatever cannot be
 * answered is thrown and closes the connection, as in Kafka's SocketServer and RequestHandlerHelper.
 */
import type { AnyApi } from '../protocol/api.ts';
import { ProtocolError } from '../protocol/error.ts';
import { errors } from '../protocol/errors.ts';
import { decodeClientId, decodeRequestStart, encodeResponse } from '../protocol/frame.ts';
import { Reader } from '../protocol/reader.ts';
import { includes, parseSpan, type Versions } from '../protocol/span.ts';
import { CloseConnection, NO_REPLY, type Outcome, type Row } from './apis/row.ts';
import type { AdvertisedApi, Broker } from './broker.ts';
import type { Log } from './log-line.ts';
import type { Peer, Reply } from './network/connection.ts';

const API_VERSIONS = 18;

interface Entry {
  readonly row: Row;
  readonly serves: Versions;
  readonly advertises: Versions;
}

export class Dispatch {
  private readonly entries = new Map<number, Entry>();
  private readonly log: Log;

  /** Throws when two rows serve the same API, or one serves what is not declared. */
  constructor(rows: readonly Row[], log: Log) {
    this.log = log;
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
    const reader = new Reader(frame);
    const { apiKey, apiVersion, correlationId } = decodeRequestStart(reader);
    const entry = this.entries.get(apiKey);
    if (entry === undefined) throw new ProtocolError(`API ${apiKey} is not served`);
    const { row, serves } = entry;
    if (!includes(serves, apiVersion)) {
      if (apiKey === API_VERSIONS) return unsupportedApiVersions(entry, correlationId);
      throw new ProtocolError(`${row.api.name} v${apiVersion} is not served, v${serves.min} to v${serves.max} are`);
    }
    reader.isLent = row.keepsNothing !== true;
    const clientId = decodeClientId(reader, row.api.isFlexible(apiVersion)) ?? '';
    const request = row.api.request.codec(apiVersion).read(reader);
    const reply = (outcome: Outcome<AnyApi>): Reply =>
      outcome === NO_REPLY ? undefined : encodeResponse(row.api, apiVersion, correlationId, outcome);
    try {
      const outcome = row.handle(request, { broker, version: apiVersion, clientId, peer });
      if (!(outcome instanceof Promise)) return reply(outcome);
      return outcome.then(reply).catch(error => this.failed(row, apiVersion, error));
    } catch (error) {
      return this.failed(row, apiVersion, error);
    }
  }

  private failed(row: Row, version: number, error: unknown): never {
    if (!(error instanceof CloseConnection)) {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log('error', `${row.api.name} v${version} failed: ${told}`);
    }
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
