/**
 * Every request and every reply as a line when it comes and when it goes (Kafka: kafka.request.logger). Both begin with the connection
 * and the correlation id, so that a reply is found by its request:
 *
 *     7:42 > Produce v9 "my-app" /127.0.0.1 {acks: -1, timeoutMs: 30000, topicData: […]}
 *     7:42 < Produce v9 0.4 ms {responses: […]}
 */
import type { Clock } from '../../lib/clock.ts';
import type { Answer, Exchange, Observer, Refusal } from '../observer.ts';
import { ANONYMOUS, principalText } from '../security/principal.ts';
import { messageText } from './message-text.ts';

/** A line is for reading; whoever asks for thousands of topics is told of the first ones. */
const MOST_CHARACTERS = 4000;

export interface RequestLogOptions {
  /** Names of APIs; undefined: all. */
  readonly apis?: ReadonlySet<string> | undefined;
  readonly clock: Clock;
  /** A line without its end. */
  print(line: string): void;
}

export class RequestLog implements Observer {
  private readonly options: RequestLogOptions;
  private readonly startedMs = new WeakMap<Exchange, number>();

  constructor(options: RequestLogOptions) {
    this.options = options;
  }

  received(exchange: Exchange): void {
    if (!this.isWanted(exchange)) return;
    this.startedMs.set(exchange, this.options.clock.monotonicMs());
    const { api, version, clientId, peer, request } = exchange;
    const who = [JSON.stringify(clientId).replaceAll(/\p{C}/gu, '?'), peer.host];
    if (peer.principal !== ANONYMOUS) who.push(principalText(peer.principal));
    this.print(
      exchange,
      `> ${titleOf(exchange)} ${who.join(' ')} ${messageText(api.request.fields, version, request)}`,
    );
  }

  answered(exchange: Exchange, { response }: Answer): void {
    if (!this.isWanted(exchange)) return;
    const { api, version } = exchange;
    const body = response === undefined ? '(no reply)' : messageText(api.response.fields, version, response);
    this.print(exchange, `< ${titleOf(exchange)} ${this.tookOf(exchange)} ${body}`);
  }

  refused({ exchange, error, peer, frame }: Refusal): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (exchange === undefined) {
      // Of no API that could be asked for by name.
      if (this.options.apis === undefined)
        this.options.print(`${peer.id}:? ! ${frame.length} bytes: ${reason}; the connection is closed`);
    } else if (this.isWanted(exchange)) {
      this.print(exchange, `! ${titleOf(exchange)} ${this.tookOf(exchange)} ${reason}; the connection is closed`);
    }
  }

  private isWanted({ api }: Exchange): boolean {
    return this.options.apis?.has(api.name) ?? true;
  }

  private tookOf(exchange: Exchange): string {
    const tookMs = this.options.clock.monotonicMs() - (this.startedMs.get(exchange) ?? 0);
    return `${tookMs.toFixed(tookMs < 10 ? 1 : 0)} ms`;
  }

  private print({ peer, correlationId }: Exchange, text: string): void {
    const line = `${peer.id}:${correlationId} ${text}`;
    this.options.print(
      line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}… (${line.length} characters)`,
    );
  }
}

const titleOf = ({ api, version }: Exchange): string => `${api.name} v${version}`;
