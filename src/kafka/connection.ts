/** One authenticated connection to one broker, which knows what the broker serves. */
import type { Api } from '../protocol/api.ts';
import type { Fields, Infer, Input } from '../protocol/schema.ts';
import { type Address, showAddress } from './address.ts';
import { KafkaError } from './error.ts';
import { negotiate } from './negotiate.ts';
import { FrameReceiver } from './receiver.ts';
import type { SaslOptions } from './sasl/authenticate.ts';
import { openSocket, type TlsOptions } from './socket.ts';
import { type ApiRanges, pickVersion, type VersionLimits } from './version.ts';
import { type RequestOptions, Wire } from './wire.ts';

export interface ConnectionOptions {
  readonly clientId: string;
  readonly connectTimeoutMs: number;
  readonly tls?: TlsOptions | undefined;
  readonly sasl?: SaslOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A body may depend on the version that is chosen. */
export type BodyOf<Req extends Fields> = Input<Req> | ((version: number) => Input<Req>);

/** Brokers close connections after ten quiet minutes (connections.max.idle.ms); ours ends a little earlier. */
const IDLE_MS = 9 * 60_000;

export class Connection {
  readonly address: Address;
  readonly ranges: ApiRanges;
  private readonly wire: Wire;
  private readonly expiresMs: number;

  /** @param lifetimeMs until the broker wants a new authentication (KIP-368); this connection is then replaced */
  constructor(wire: Wire, address: Address, ranges: ApiRanges, lifetimeMs: number) {
    this.wire = wire;
    this.address = address;
    this.ranges = ranges;
    this.expiresMs = performance.now() + lifetimeMs * 0.85;
  }

  get isOpen(): boolean {
    return this.wire.isOpen;
  }

  /** Open, and not about to be closed by the broker. */
  get isUsable(): boolean {
    const nowMs = performance.now();
    const idle = this.wire.inFlight === 0 && nowMs - this.wire.lastUsedMs > IDLE_MS;
    return this.wire.isOpen && nowMs < this.expiresMs && !idle;
  }

  /** Who it is, for messages. */
  get peer(): string {
    return this.wire.peer;
  }

  /** A bootstrap server turns out to be this broker. */
  identify(node: number): void {
    this.wire.peer = peerName(this.address, node);
  }

  /** Sends at the highest version in common. */
  request<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    body: BodyOf<Req>,
    options: RequestOptions & VersionLimits,
  ): Promise<Infer<Res>> {
    const version = pickVersion(api, this.ranges, options, this.peer);
    return this.wire.request(api, version, typeof body === 'function' ? body(version) : body, options);
  }

  /** Sends what is never answered. */
  tell<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    body: BodyOf<Req>,
    limits: VersionLimits = {},
  ): Promise<void> {
    const version = pickVersion(api, this.ranges, limits, this.peer);
    return this.wire.tell(api, version, typeof body === 'function' ? body(version) : body);
  }

  /** Gives back the memory of a large answer, of which no view is held any more. */
  recycle(memory: ArrayBufferLike): void {
    this.wire.recycle(memory);
  }

  close(): void {
    this.wire.close();
  }
}

/** Connects, asks for the versions, authenticates. Rejects with CONNECT, AUTH or UNSUPPORTED_VERSION. */
export async function openConnection(
  address: Address,
  node: number | undefined,
  options: ConnectionOptions,
): Promise<Connection> {
  const receiver = new FrameReceiver();
  const socket = await openSocket(address, receiver, { ...options, timeoutMs: options.connectTimeoutMs });
  const wire = new Wire(socket, receiver, peerName(address, node), options.clientId);
  try {
    const { ranges, lifetimeMs } = await negotiate(wire, options);
    return new Connection(wire, address, ranges, lifetimeMs);
  } catch (error) {
    wire.close();
    throw handshakeFailure(error, showAddress(address), options);
  }
}

const peerName = (address: Address, node: number | undefined): string =>
  node === undefined ? showAddress(address) : `broker ${node} (${showAddress(address)})`;

/** A connection that ends during the handshake was no good from the start; the likely reasons depend on what was tried. */
function handshakeFailure(error: unknown, where: string, { tls }: ConnectionOptions): unknown {
  if (!(error instanceof KafkaError) || !['DISCONNECTED', 'TIMEOUT', 'PROTOCOL'].includes(error.code)) return error;
  return new KafkaError('CONNECT', `${where}: ${error.message}`, {
    retriable: true,
    broker: where,
    advice:
      tls === undefined
        ? 'if the listener wants TLS: -X security.protocol=SSL or SASL_SSL'
        : 'check that this is the port of a TLS listener of Kafka',
    cause: error,
  });
}
