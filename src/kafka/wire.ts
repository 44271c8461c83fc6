/**
 * Requests and responses on one open socket: many in flight, answered in order, each with its own time-out. After a time-out the
 * socket is closed, because every later answer waits behind the missing one. Knows nothing of versions to choose or of SASL.
 */
import type { Socket } from 'node:net';
import type { AnyApi, Api } from '../protocol/api.ts';
import { ProtocolError } from '../protocol/error.ts';
import { decodeResponse, encodeRequest } from '../protocol/frame.ts';
import type { Fields, Infer, Input } from '../protocol/schema.ts';
import { aborted, KafkaError } from './error.ts';
import type { FrameReceiver } from './receiver.ts';
import { changes } from './repeatable.ts';

export interface RequestOptions {
  /** From when the request is written to when its answer is complete. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly api: AnyApi;
  readonly correlationId: number;
  readonly pieces: readonly Buffer[];
  readonly timeoutMs: number;
  /** Takes the answer. Throws what it cannot understand. */
  settle(frame: Buffer): void;
  reject(error: KafkaError): void;
  timer?: NodeJS.Timeout;
}

export class Wire {
  /** Who is at the other end, for messages: "broker 1 (host:port)". */
  peer: string;
  /** Called once, when the socket is closed. */
  onClose: () => void = () => {};
  lastUsedMs = performance.now();
  private readonly socket: Socket;
  private readonly receiver: FrameReceiver;
  private readonly clientId: string;
  private readonly pending: Pending[] = [];
  /** Requests held back because the broker asked for a pause (KIP-219). */
  private readonly held: Pending[] = [];
  private heldUntilMs = 0;
  private releaseTimer: NodeJS.Timeout | undefined;
  private nextCorrelationId = 0;
  private failure: KafkaError | undefined;

  constructor(socket: Socket, receiver: FrameReceiver, peer: string, clientId: string) {
    this.socket = socket;
    this.receiver = receiver;
    this.peer = peer;
    this.clientId = clientId;
    receiver.onFrame = frame => this.receive(frame);
    let cause: Error | undefined;
    socket.on('error', error => {
      cause = error;
    });
    socket.once('close', () => this.fail(this.lost(cause)));
  }

  get isOpen(): boolean {
    return this.failure === undefined;
  }

  get inFlight(): number {
    return this.pending.length + this.held.length;
  }

  /** Sends a request and resolves with the decoded body of its answer. */
  request<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    version: number,
    body: Input<Req>,
    options: RequestOptions,
    decode = (frame: Buffer) => decodeResponse(api, version, frame),
  ): Promise<Infer<Res>> {
    const { timeoutMs, signal } = options;
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      if (signal?.aborted) return reject(aborted(signal, `${api.name} to ${this.peer}`));
      const correlationId = this.nextCorrelationId++ & 0x7fffffff;
      // An aborted request stays in line, so that its answer is recognised when it comes.
      const onAbort = () => reject(aborted(signal, `${api.name} to ${this.peer}`));
      signal?.addEventListener('abort', onAbort, { once: true });
      this.transmit({
        api,
        correlationId,
        pieces: encodeRequest(api, version, { correlationId, clientId: this.clientId }, body),
        timeoutMs,
        settle: frame => {
          const response = decode(frame);
          signal?.removeEventListener('abort', onAbort);
          if (response.correlationId !== correlationId)
            throw new ProtocolError(`answer ${response.correlationId} to request ${correlationId}`);
          this.holdBack((response.body as { throttleTimeMs?: number }).throttleTimeMs ?? 0);
          resolve(response.body);
        },
        reject: error => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      });
    });
  }

  /** Sends a request that is never answered (Produce with acks=0); resolves when the system has taken its bytes. */
  tell<Req extends Fields, Res extends Fields>(api: Api<Req, Res>, version: number, body: Input<Req>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      const correlationId = this.nextCorrelationId++ & 0x7fffffff;
      const pieces = encodeRequest(api, version, { correlationId, clientId: this.clientId }, body);
      this.write(pieces, error => (error ? reject(this.lost(error)) : resolve()));
    });
  }

  /** Gives back the memory of a large answer, of which no view is held any more. */
  recycle(memory: ArrayBufferLike): void {
    this.receiver.recycle(memory);
  }

  /** Ends the connection; what is in flight fails with `reason`. */
  close(reason: KafkaError = new KafkaError('ABORTED', `The connection to ${this.peer} was closed`)): void {
    this.fail(reason);
    this.socket.destroy();
  }

  private transmit(request: Pending): void {
    if (performance.now() < this.heldUntilMs) {
      this.held.push(request);
      return;
    }
    this.pending.push(request);
    this.lastUsedMs = performance.now();
    request.timer = setTimeout(() => this.timedOut(request), request.timeoutMs);
    this.write(request.pieces);
  }

  private write(pieces: readonly Buffer[], done?: (error?: Error | null) => void): void {
    this.socket.cork();
    pieces.forEach((piece, i) => {
      this.socket.write(piece, i === pieces.length - 1 ? done : undefined);
    });
    this.socket.uncork();
  }

  private receive(frame: Buffer): void {
    const request = this.pending.shift();
    if (request === undefined) throw new ProtocolError('an answer that nobody asked for');
    clearTimeout(request.timer);
    try {
      request.settle(frame);
    } catch (cause) {
      const message = `${this.peer} answered ${request.api.name} with bytes that cannot be understood: ${(cause as Error).message}`;
      const error = new KafkaError('PROTOCOL', message, { ambiguous: changes(request.api), broker: this.peer, cause });
      request.reject(error);
      this.close(error);
    }
  }

  private holdBack(throttleTimeMs: number): void {
    if (throttleTimeMs <= 0) return;
    const untilMs = performance.now() + throttleTimeMs;
    if (untilMs <= this.heldUntilMs) return;
    this.heldUntilMs = untilMs;
    clearTimeout(this.releaseTimer);
    this.releaseTimer = setTimeout(() => {
      for (const request of this.held.splice(0)) this.transmit(request);
    }, throttleTimeMs + 1);
  }

  private timedOut(request: Pending): void {
    const name = request.api.name;
    const message = `${this.peer} did not answer ${name} within ${request.timeoutMs} ms`;
    request.reject(
      new KafkaError('TIMEOUT', message, { retriable: true, ambiguous: changes(request.api), broker: this.peer }),
    );
    this.close(
      new KafkaError('DISCONNECTED', `${message}, so the connection was closed`, {
        retriable: true,
        broker: this.peer,
      }),
    );
  }

  /** Rejects everything in flight; what had been sent may have been carried out. */
  private fail(error: KafkaError): void {
    if (this.failure) return;
    this.failure = error;
    clearTimeout(this.releaseTimer);
    for (const request of this.pending.splice(0)) {
      clearTimeout(request.timer);
      const ambiguous = changes(request.api);
      request.reject(ambiguous ? new KafkaError(error.code, error.message, { ...error, ambiguous }) : error);
    }
    for (const request of this.held.splice(0)) request.reject(error);
    this.onClose();
  }

  private lost(cause: Error | undefined): KafkaError {
    const first = this.pending[0]?.api.name;
    const waiting = first === undefined ? '' : ` before it answered ${first}`;
    const reason = cause === undefined ? '' : `: ${cause.message}`;
    return new KafkaError('DISCONNECTED', `The connection to ${this.peer} ended${waiting}${reason}`, {
      retriable: true,
      broker: this.peer,
      cause,
    });
  }
}
