/** The smallest client there is: one connection, any request in any version, the answer as decoded. For tests of the broker. */
import { connect, type Socket } from 'node:net';
import type { AnyApi, Api, RequestInput, ResponseOf } from '../../src/protocol/api.ts';
import { decodeResponse, encodeRequest } from '../../src/protocol/frame.ts';
import type { Fields } from '../../src/protocol/schema.ts';

interface Waiting {
  resolve(frame: Buffer): void;
  reject(error: Error): void;
}

export class Wire {
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private readonly waiting: Waiting[] = [];
  private received = Buffer.alloc(0);
  private lastCorrelationId = 0;
  private readonly clientId: string | null;

  static async connect(bootstrap: string, { clientId = 'wire' }: { clientId?: string | null } = {}): Promise<Wire> {
    const [host, port] = bootstrap.split(':');
    const socket = connect({ host: host!, port: Number(port), noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Wire(socket, clientId);
  }

  private constructor(socket: Socket, clientId: string | null) {
    this.socket = socket;
    this.clientId = clientId;
    socket.on('data', chunk => this.receive(chunk as Buffer));
    socket.on('error', () => {});
    this.closed = new Promise(resolve => socket.once('close', () => resolve()));
    void this.closed.then(() => {
      for (const { reject } of this.waiting.splice(0)) reject(new Error('the connection was closed'));
    });
  }

  /** Rejects when the connection closes before the answer. Several may be under way: answers come in order. */
  async send<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    version: number,
    body: RequestInput<Api<Req, Res>>,
  ): Promise<ResponseOf<Api<Req, Res>>> {
    const correlationId = this.post(api, version, body);
    const frame = await this.nextFrame();
    const answer = decodeResponse(api, version, frame);
    if (answer.correlationId !== correlationId)
      throw new Error(`answer ${answer.correlationId} to request ${correlationId}`);
    return answer.body as ResponseOf<Api<Req, Res>>;
  }

  /** Sends a request without waiting for an answer (acks=0, or to read the frame oneself). */
  post<A extends AnyApi>(api: A, version: number, body: RequestInput<A>): number {
    const correlationId = ++this.lastCorrelationId;
    this.write(Buffer.concat(encodeRequest(api, version, { correlationId, clientId: this.clientId }, body)));
    return correlationId;
  }

  /** The next frame that comes, without its length. */
  nextFrame(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
    });
  }

  write(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  /** Stops reading, as a client that hangs does. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    while (this.received.length >= 4) {
      const end = 4 + this.received.readInt32BE(0);
      if (this.received.length < end) return;
      const frame = this.received.subarray(4, end);
      this.received = this.received.subarray(end);
      this.waiting.shift()?.resolve(frame);
    }
  }
}
