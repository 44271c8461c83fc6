/**
 * A broker that does what a test says: real frames over a real socket, answers from handlers by API. What a handler does not
 * answer it may leave unanswered or hang up on; everything asked is noted.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { AnyApi, Api, RequestOf, ResponseInput } from '../../src/protocol/api.ts';
import { apiVersions } from '../../src/protocol/apis/18-api-versions.ts';
import { apis } from '../../src/protocol/apis/index.ts';
import { decodeClientId, decodeRequestStart, encodeResponse } from '../../src/protocol/frame.ts';
import { Reader } from '../../src/protocol/reader.ts';
import type { Fields } from '../../src/protocol/schema.ts';
import type { Versions } from '../../src/protocol/span.ts';

/** Leaves a request and all behind it on its connection without an answer, for ever. */
export const SILENCE = Symbol('silence');
/** No answer to this request, as there is none with acks=0. */
export const NOTHING = Symbol('nothing');
/** Ends the connection instead of answering. */
export const HANG_UP = Symbol('hang up');

export interface Asked {
  readonly api: AnyApi;
  readonly version: number;
  readonly clientId: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what was asked is looked at field by field
  readonly body: any;
  /** Number of the connection, from 0 in the order they came. */
  readonly connection: number;
}

type NoAnswer = typeof SILENCE | typeof NOTHING | typeof HANG_UP;
type Answer = Record<string, unknown> | Buffer | NoAnswer;
type Given<Req extends Fields, Res extends Fields> = ResponseInput<Api<Req, Res>> | Buffer | NoAnswer;
type AnyHandler = (body: never, asked: Asked) => Answer | Promise<Answer>;

export class FakeBroker {
  /** Every request, in the order it came. */
  readonly asked: Asked[] = [];
  /** How many requests of one connection were under way at most. */
  mostUnderWay = 0;
  /** What ApiVersions says; all that we declare at first. */
  readonly ranges = new Map<number, Versions>(apis.map(api => [api.key, api.versions]));
  private readonly handlers = new Map<number, AnyHandler>();
  private readonly sockets = new Set<Socket>();
  private server: Server;
  private connections = 0;
  private readonly givenPort: number;

  static async start(port = 0): Promise<FakeBroker> {
    const broker = new FakeBroker(port);
    await broker.listen();
    return broker;
  }

  private constructor(port: number) {
    this.givenPort = port;
    this.server = createServer(socket => this.serve(socket));
    this.on(apiVersions, () => ({ errorCode: 0, apiKeys: this.advertised() }));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.sockets.size;
  }

  advertised() {
    return [...this.ranges].map(([apiKey, { min, max }]) => ({ apiKey, minVersion: min, maxVersion: max }));
  }

  /** Answers an API from now on; a Buffer is sent as the whole frame. */
  on<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    handler: (body: RequestOf<Api<Req, Res>>, asked: Asked) => Given<Req, Res> | Promise<Given<Req, Res>>,
  ): this {
    this.handlers.set(api.key, handler as AnyHandler);
    return this;
  }

  /** The bodies that an API was asked with. */
  requests<Req extends Fields, Res extends Fields>(api: Api<Req, Res>): RequestOf<Api<Req, Res>>[] {
    return this.asked.filter(asked => asked.api.key === api.key).map(asked => asked.body);
  }

  /** Ends all connections as a crash would, and takes new ones. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async listen(): Promise<void> {
    this.server.listen(this.givenPort, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private serve(socket: Socket): void {
    const connection = this.connections++;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => {});
    let received = Buffer.alloc(0);
    let underWay = 0;
    let line = Promise.resolve(); // answers keep the order of requests
    socket.on('data', chunk => {
      received = Buffer.concat([received, chunk as Buffer]);
      while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        const end = 4 + received.readInt32BE(0);
        const frame = Buffer.from(received.subarray(4, end));
        received = received.subarray(end);
        this.mostUnderWay = Math.max(this.mostUnderWay, ++underWay);
        line = line.then(() => this.answer(frame, socket, connection)).finally(() => underWay--);
      }
    });
  }

  private async answer(frame: Buffer, socket: Socket, connection: number): Promise<void> {
    const reader = new Reader(frame);
    const { apiKey, apiVersion, correlationId } = decodeRequestStart(reader);
    const api = apis.find(({ key }) => key === apiKey)!;
    const clientId = decodeClientId(reader, api.isFlexible(apiVersion));
    const body = api.request.codec(apiVersion).read(reader);
    const asked = { api, version: apiVersion, clientId, body, connection };
    this.asked.push(asked);
    const handler = this.handlers.get(apiKey);
    if (handler === undefined) throw new Error(`the test does not answer ${api.name}`);
    const answer = await handler(body as never, asked);
    if (answer === SILENCE) return new Promise(() => {});
    if (answer === NOTHING) return;
    if (answer === HANG_UP) socket.destroy();
    else if (Buffer.isBuffer(answer)) socket.write(answer);
    else for (const piece of encodeResponse(api, apiVersion, correlationId, answer)) socket.write(piece);
  }
}
