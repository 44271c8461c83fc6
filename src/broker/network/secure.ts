/**
 * The TLS side of a listener: takes sockets as they are accepted, gives them back when their client has shown what it has to
 * show. The server of node:tls here never listens itself, so that connections are counted and bounded before they say a word.
 */
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { ANONYMOUS, type Principal } from '../security/principal.ts';
import { subjectOf } from '../security/tls/distinguished-name.ts';
import type { ListenerTls } from '../security/tls/tls-of-listener.ts';
import { HandshakeError, handshakeErrorOf } from './handshake-error.ts';

/** No handshake of an honest client takes so long. */
const HANDSHAKE_MS = 30_000;

export interface SecureOptions {
  /** The client is who its certificate says, or anybody where none is asked for. */
  secured(socket: TLSSocket, principal: Principal): void;
  failed(host: string, error: HandshakeError): void;
}

export class Secure {
  private readonly server: Server;
  private readonly tls: ListenerTls;
  private readonly options: SecureOptions;

  constructor(tls: ListenerTls, options: SecureOptions) {
    this.tls = tls;
    this.options = options;
    this.server = createServer({ ...tls.options, handshakeTimeout: HANDSHAKE_MS, pauseOnConnect: true });
    this.server.on('secureConnection', socket => this.established(socket));
    this.server.on('tlsClientError', (error, socket) =>
      options.failed(socket.remoteAddress ?? 'unknown', handshakeErrorOf(error, socket)),
    );
  }

  /** Begins the handshake on a socket that was accepted. */
  begin(socket: Socket): void {
    this.server.emit('connection', socket);
  }

  private established(socket: TLSSocket): void {
    socket.on('error', () => {}); // until its connection listens
    try {
      this.options.secured(socket, this.principalOf(socket));
    } catch (error) {
      socket.destroy();
      if (!(error instanceof HandshakeError)) throw error;
      this.options.failed(socket.remoteAddress ?? 'unknown', error);
    }
  }

  private principalOf(socket: TLSSocket): Principal {
    if (this.tls.options.requestCert !== true) return ANONYMOUS;
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return ANONYMOUS;
    const subject = subjectOf(certificate.raw);
    if (!socket.authorized)
      throw new HandshakeError(`the client's certificate ${subject} is not trusted (${socket.authorizationError})`);
    if (this.tls.mapping === undefined) return ANONYMOUS;
    const name = this.tls.mapping(subject);
    if (name === undefined)
      throw new HandshakeError(`no rule of ssl.principal.mapping.rules applies to the client's certificate ${subject}`);
    return { type: 'User', name };
  }
}
