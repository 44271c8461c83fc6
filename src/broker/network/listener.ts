/** A listening socket and its connections: accepts, limits their number, closes the idle ones. */
import { createServer, type Server, type Socket } from 'node:net';
import { Failure } from '../../lib/failure.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

export interface ListenerOptions extends ConnectionOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  maxConnections(): number;
  maxConnectionsPerHost(): number;
}

const IDLE_CHECK_MS = 1_000;

export class Listener {
  private readonly options: ListenerOptions;
  private readonly server: Server;
  private readonly connections = new Map<number, Connection>();
  private readonly perHost = new Map<string, number>();
  private readonly idleCheck: NodeJS.Timeout;
  private lastId = 0;

  private constructor(options: ListenerOptions) {
    this.options = options;
    this.server = createServer({ noDelay: true, pauseOnConnect: true }, socket => this.accept(socket));
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
        server.listen({ host: options.host, port: options.port }, () => {
          server.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      clearInterval(listener.idleCheck);
      throw cannotListen(error as NodeJS.ErrnoException, options);
    }
    server.on('error', error => options.log('error', `listener: ${error.message}`));
    return listener;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : this.options.port;
  }

  /** Stops accepting and ends every connection. */
  async close(): Promise<void> {
    clearInterval(this.idleCheck);
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
    for (const connection of this.connections.values()) connection.close('the broker stops');
    await closed;
  }

  private accept(socket: Socket): void {
    const host = socket.remoteAddress ?? '';
    const ofHost = this.perHost.get(host) ?? 0;
    const refusal = this.refusal(ofHost);
    if (refusal !== undefined) {
      this.options.log('warn', `refused a connection of ${host}: ${refusal}`);
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    const connection = new Connection(++this.lastId, socket, this.options);
    this.connections.set(connection.id, connection);
    this.perHost.set(host, ofHost + 1);
    socket.once('close', () => {
      this.connections.delete(connection.id);
      const left = this.perHost.get(host)! - 1;
      if (left > 0) this.perHost.set(host, left);
      else this.perHost.delete(host);
    });
  }

  private refusal(ofHost: number): string | undefined {
    if (this.connections.size >= this.options.maxConnections())
      return `max.connections is ${this.options.maxConnections()}`;
    if (ofHost >= this.options.maxConnectionsPerHost())
      return `max.connections.per.ip is ${this.options.maxConnectionsPerHost()}`;
    return undefined;
  }

  private closeIdle(): void {
    const nowMs = performance.now();
    for (const connection of this.connections.values()) connection.closeWhenIdle(nowMs);
  }
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: ListenerOptions): Failure {
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
