/** A listening socket and its connections: accepts, limits their number, closes the idle ones. */
import { createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../../lib/clock.ts';
import { Failure } from '../../lib/failure.ts';
import { ANONYMOUS, type Principal } from '../security/principal.ts';
import type { ListenerTls } from '../security/tls/tls-of-listener.ts';
import { Acceptor } from './acceptor.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import type { ConnectionCounts } from './connection-counts.ts';
import type { AdvertisedEndpoint, Endpoint } from './endpoint.ts';
import type { HandshakeError } from './handshake-error.ts';
import type { PeerListener } from './peer.ts';
import { Secure } from './secure.ts';

export interface ListenerOptions extends Omit<ConnectionOptions, 'listener'> {
  readonly endpoint: AdvertisedEndpoint;
  /** What counts for the next connection; undefined where TLS is not spoken. */
  readonly tls: (() => ListenerTls) | undefined;
  /** Over all listeners. */
  readonly counts: ConnectionCounts;
  maxConnections(): number;
  /** Of this listener alone. */
  maxOwnConnections(): number;
  maxConnectionsPerHost(host: string): number;
  /** Above 0 a new connection has to wait for so long before it is let in. */
  readonly pace: Pace;
  /** Above 0 a new connection of that host is closed after so long. */
  holdConnectionMs(host: string): number;
}

/** How fast connections may come. */
export interface Pace {
  /** Counts one. */
  waitMs(): number;
  /** The last one is not let in after all. */
  takeBack(): void;
}

const IDLE_CHECK_MS = 1_000;

export class Listener implements PeerListener {
  private readonly options: ListenerOptions;
  private readonly server: Server;
  /** Undefined where TLS is not spoken. */
  private readonly secure: Secure | undefined;
  private readonly acceptor: Acceptor;
  /** As they were let in, those in a handshake among them. */
  private readonly sockets = new Set<Socket>();
  private readonly connections = new Map<number, Connection>();
  private readonly idleCheck: NodeJS.Timeout;

  private constructor(options: ListenerOptions) {
    this.options = options;
    const { tls, maxIdleMs } = options;
    this.secure =
      tls &&
      new Secure({
        tls,
        maxIdleMs,
        secured: (socket, principal) => this.connect(socket, principal),
        failed: (host, error) => this.handshakeFailed(host, error),
      });
    this.acceptor = new Acceptor({
      clock: systemClock,
      waitMs: () => options.pace.waitMs(),
      admit: socket => this.admit(socket),
      log: line => options.log('warn', line),
    });
    this.server = createServer({ noDelay: true, pauseOnConnect: true }, socket => this.acceptor.accept(socket));
    this.idleCheck = setInterval(() => this.closeIdle(), IDLE_CHECK_MS);
    this.idleCheck.unref();
  }

  /** Failure with the code of Node (EADDRINUSE, EACCES, EADDRNOTAVAIL, …) when it cannot listen there. */
  static async open(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options);
    const { server } = listener;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        const { host, port } = options.endpoint;
        server.listen({ ...(host === '' ? {} : { host }), port }, () => {
          server.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      clearInterval(listener.idleCheck);
      throw cannotListen(error as NodeJS.ErrnoException, options.endpoint);
    }
    server.on('error', error => options.log('error', `listener ${listener.name}: ${error.message}`));
    return listener;
  }

  get name(): string {
    return this.options.endpoint.name;
  }

  /** With the port that the system chose. */
  get endpoint(): Endpoint {
    return { ...this.options.endpoint, port: this.port };
  }

  get connectionCount(): number {
    return this.connections.size;
  }

  get advertised(): PeerListener['advertised'] {
    const { host, port } = this.options.endpoint.advertised;
    return { host, port: port === 0 ? this.port : port };
  }

  private get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : this.options.endpoint.port;
  }

  /** Stops accepting and ends every connection. */
  async close(): Promise<void> {
    clearInterval(this.idleCheck);
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
    this.acceptor.close();
    for (const connection of this.connections.values()) connection.close('the broker stops');
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private admit(socket: Socket): void {
    const { counts, log, pace } = this.options;
    const host = socket.remoteAddress ?? '';
    const refusal = this.refusal(host);
    if (refusal !== undefined) {
      log('warn', `refused a connection of ${host}: ${refusal}`);
      socket.destroy();
      return;
    }
    const holdMs = this.options.holdConnectionMs(host);
    if (holdMs > 0) {
      pace.takeBack();
      this.hold(socket, holdMs);
      return;
    }
    counts.open(host);
    this.sockets.add(socket);
    socket.once('close', () => {
      this.sockets.delete(socket);
      counts.close(host);
    });
    if (this.secure === undefined) this.connect(socket, ANONYMOUS);
    else this.secure.begin(socket);
  }

  /** A connection that came too soon (KIP-612). */
  private hold(socket: Socket, holdMs: number): void {
    this.sockets.add(socket);
    const timer = systemClock.after(holdMs, () => socket.destroy());
    socket.once('close', () => {
      timer.cancel();
      this.sockets.delete(socket);
    });
  }

  private connect(socket: Socket, principal: Principal): void {
    const { options } = this;
    const connection = new Connection(options.counts.nextId(), socket, principal, { ...options, listener: this });
    this.connections.set(connection.id, connection);
    socket.once('close', () => this.connections.delete(connection.id));
  }

  private handshakeFailed(host: string, error: HandshakeError): void {
    const { log, observer } = this.options;
    log(error.isJustGone ? 'debug' : 'info', `TLS handshake with ${host} on ${this.name} failed: ${error.message}`);
    if (!error.isJustGone) observer?.unreadable?.(`/${host}`, error);
  }

  private refusal(host: string): string | undefined {
    const { counts, maxConnections, maxOwnConnections, maxConnectionsPerHost } = this.options;
    if (counts.all >= maxConnections()) return `max.connections is ${maxConnections()}`;
    if (this.sockets.size >= maxOwnConnections())
      return `max.connections of listener ${this.name} is ${maxOwnConnections()}`;
    const mostOfHost = maxConnectionsPerHost(host);
    if (counts.ofHost(host) >= mostOfHost) return `max.connections.per.ip is ${mostOfHost}`;
    return undefined;
  }

  private closeIdle(): void {
    const nowMs = performance.now();
    for (const connection of this.connections.values()) connection.closeWhenIdle(nowMs);
  }
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: Endpoint): Failure {
  const where = `${host}:${port}`;
  const code = error.code ?? 'FAILED';
  const details = { code, where, cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new Failure(`port ${port} of ${host} is taken by another process`, {
        ...details,
        advice: ['--port 0 lets the system choose a free port', `see who has it: ss -ltnp 'sport = :${port}'`],
      });
    case 'EACCES':
      return new Failure(`listening on ${where} is not permitted`, { ...details, advice: 'a port above 1023' });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Failure(`${host} is no address of this machine`, {
        ...details,
        advice: ['--host 127.0.0.1 for this machine only', '--host 0.0.0.0 for every interface'],
      });
    default:
      return new Failure(`cannot listen on ${where}: ${error.message}`, details);
  }
}
