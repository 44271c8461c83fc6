/** The first requests of a connection: ApiVersions (KIP-511), then SASL. */
import { readFileSync } from 'node:fs';
import { apiVersions } from '../protocol/apis/18-api-versions.ts';
import { errors } from '../protocol/errors.ts';
import { decodeResponse } from '../protocol/frame.ts';
import { refuse } from './error.ts';
import { authenticate, type SaslOptions } from './sasl/authenticate.ts';
import type { ApiRanges } from './version.ts';
import type { Wire } from './wire.ts';

export interface Negotiated {
  readonly ranges: ApiRanges;
  /** How long the authentication holds; Infinity without an end. */
  readonly lifetimeMs: number;
}

export async function negotiate(
  wire: Wire,
  options: { connectTimeoutMs: number; sasl?: SaslOptions | undefined; signal?: AbortSignal | undefined },
): Promise<Negotiated> {
  const request = { timeoutMs: options.connectTimeoutMs, signal: options.signal };
  const ranges = await askRanges(wire, apiVersions.versions.max, request);
  const lifetimeMs = options.sasl ? await authenticate(wire, ranges, options.sasl, request) : Number.POSITIVE_INFINITY;
  return { ranges, lifetimeMs };
}

async function askRanges(wire: Wire, version: number, request: { timeoutMs: number }): Promise<ApiRanges> {
  const body = version < 3 ? {} : { clientSoftwareName: 'mq', clientSoftwareVersion: ourVersion() };
  const response = await wire.request(apiVersions, version, body, request, frame =>
    decodeResponse(apiVersions, refusesVersion(frame) ? 0 : version, frame),
  );
  const ranges = new Map(
    response.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]),
  );
  if (response.errorCode === errors.UNSUPPORTED_VERSION.code && version > 0) {
    const theirs = ranges.get(apiVersions.key)?.max ?? 0;
    return askRanges(wire, Math.min(theirs, version - 1), request);
  }
  refuse(response.errorCode, `Asking ${wire.peer} for its API versions`, { broker: wire.peer });
  return ranges;
}

/** A broker that does not know the version answers in v0 whatever was asked; the error code follows the correlation id. */
const refusesVersion = (frame: Buffer): boolean =>
  frame.length >= 6 && frame.readInt16BE(4) === errors.UNSUPPORTED_VERSION.code;

let softwareVersion: string | undefined;

/** Of this package, for the broker's logs and metrics. */
function ourVersion(): string {
  softwareVersion ??= (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as PackageJson)
    .version;
  return softwareVersion;
}

interface PackageJson {
  readonly version: string;
}
