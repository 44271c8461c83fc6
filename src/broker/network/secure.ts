/**
 * The TLS side of a listener: takes sockets as they are accepted, gives them back when their client has shown what it has to
 * show. The server of node:tls here never listens itself, so that connections are counted and bounded before they say a word.
 */
import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import { ANONYMOUS, type Principal } from '../security/principal.ts';
import { subjectOf } from '../security/tls/distinguished-name.ts';
import type { ListenerTls } from '../security/tls/tls-of-listener.ts';
import { HandshakeError, handshakeErrorOf } from './handshake-error.ts';

/** No handshake of an honest client takes so long, even where connections may be idle for longer. */
const HANDSHAKE_MS = 30_000;

export interface SecureOptions {
  /** What counts for the next connection. */
  readonly tls: () => ListenerTls;
  readonly maxIdleMs: number;
  /** The client is who its certificate says, or anybody where none is asked for. */
  secured(socket: TLSSocket, principal: Principal): void;
  failed(host: string, error: HandshakeError): void;
}

export class Secure {
  private readonly options: SecureOptions;
  private tls: ListenerTls;
  private server: Server;

  constructor(options: SecureOptions) {
    this.options = options;
    this.tls = options.tls();
    this.server = this.serverOf(this.tls);
  }

  /** Begins the handshake on a socket that was accepted. */
  begin(socket: Socket): void {
    const tls = this.options.tls();
    if (tls !== this.tls) this.server = this.serverOf(tls);
    this.tls = tls;
    this.server.emit('connection', socket);
  }

  private serverOf(tls: ListenerTls): Server {
    const { createServer } = process.getBuiltinModule('node:tls'); // 5 ms to load, and most brokers never speak it
    const handshakeTimeout = Math.min(HANDSHAKE_MS, this.options.maxIdleMs);
    const server = createServer({ ...tls.options, handshakeTimeout, pauseOnConnect: true });
    server.on('secureConnection', socket => this.established(socket, tls));
    server.on('tlsClientError', (error, socket) => {
      this.options.failed(hostOf(socket), handshakeErrorOf(error, socket));
      socket.destroy(); // Node leaves one alone that only took too long
    });
    return server;
  }

  private established(socket: TLSSocket, tls: ListenerTls): void {
    socket.on('error', () => {}); // until its connection listens
    try {
      this.options.secured(socket, principalOf(socket, tls));
    } catch (error) {
      socket.destroy();
      if (!(error instanceof HandshakeError)) throw error;
      this.options.failed(hostOf(socket), error);
    }
  }
}

/** The socket that was accepted still knows when the connection is gone; `_parent` is not part of Node's documented interface. */
const hostOf = (socket: TLSSocket & { _parent?: Socket }): string =>
  socket.remoteAddress ?? socket._parent?.remoteAddress ?? 'unknown';

function principalOf(socket: TLSSocket, { options, mapping }: ListenerTls): Principal {
  if (options.requestCert !== true) return ANONYMOUS;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return ANONYMOUS;
  const subject = readSubject(certificate.raw);
  if (!socket.authorized)
    throw new HandshakeError(`the client's certificate ${subject} is not trusted (${socket.authorizationError})`);
  if (mapping === undefined) return ANONYMOUS;
  const name = mapping(subject);
  if (name === undefined)
    throw new HandshakeError(`no rule of ssl.principal.mapping.rules applies to the client's certificate ${subject}`);
  return { type: 'User', name };
}

/** Anybody may show anything that OpenSSL takes for a certificate. */
function readSubject(certificate: Buffer): string {
  try {
    return subjectOf(certificate);
  } catch (error) {
    throw new HandshakeError(`the client's certificate cannot be read: ${(error as Error).message}`);
  }
}
