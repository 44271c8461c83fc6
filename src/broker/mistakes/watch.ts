/** Looks on while requests are served and tells what clients do wrong. */
import type { Clock } from '../../lib/clock.ts';
import { ProtocolError } from '../../protocol/error.ts';
import { CloseConnection } from '../apis/row.ts';
import { FrameSizeError } from '../network/frame-size-error.ts';
import { HandshakeError } from '../network/handshake-error.ts';
import type { Peer } from '../network/peer.ts';
import { type Answer, type Exchange, type Observer, type Refusal, UnservedRequest } from '../observer.ts';
import { frameSizeComplaint, noTlsComplaint } from './foreign-protocol.ts';
import { Limiter } from './limiter.ts';
import type { Complaint, Facts, Mistake } from './mistake.ts';
import { complaintsOf, throttleComplaint } from './rules.ts';
import { authenticationComplaint } from './security-rules.ts';
import { Clients, shown } from './software.ts';
import { unservedComplaint } from './unserved.ts';

const API_VERSIONS = 18;
const DISCONNECTED = 'its connection closed';

export class MistakeWatch implements Observer {
  private readonly clients = new Clients();
  private readonly limiter: Limiter;
  private readonly facts: () => Facts;

  /** `facts` are first asked for when a request was handled. */
  constructor(clock: Clock, facts: () => Facts, tell: (mistake: Mistake) => void) {
    this.limiter = new Limiter(clock, tell);
    this.facts = facts;
  }

  received(exchange: Exchange): void {
    if (exchange.api.key === API_VERSIONS) this.clients.learn(exchange);
  }

  answered(exchange: Exchange, { response, hasError }: Answer): void {
    if (response === undefined) return;
    if (hasError) this.judge(exchange, response);
    const { throttleTimeMs = 0 } = response;
    if (throttleTimeMs > 0)
      this.tell(exchange, throttleComplaint(exchange, throttleTimeMs), `throttle_time_ms ${throttleTimeMs}`);
  }

  refused({ peer, error, exchange, frame }: Refusal): void {
    if (error instanceof UnservedRequest) {
      const clientId = clientIdIn(frame);
      const complaint = unservedComplaint(error, this.clients.softwareOf(peer, clientId));
      this.add(this.clients.name(peer, clientId), undefined, complaint, DISCONNECTED);
    } else if (exchange === undefined) {
      if (error instanceof ProtocolError)
        this.add(this.clients.name(peer, clientIdIn(frame)), undefined, unreadable(frame, error), DISCONNECTED);
    } else if (error instanceof CloseConnection) {
      // With acks=0 nothing but this tells the client that its records were refused.
      if (error.withheld !== undefined) this.judge(exchange, error.withheld as object, `${DISCONNECTED}, as acks is 0`);
    }
  }

  unauthenticated(peer: Peer, reason: string): void {
    this.add(
      this.clients.name(peer, ''),
      undefined,
      authenticationComplaint(reason, this.facts()),
      'its authentication refused',
    );
  }

  unreadable(host: string, error: unknown): void {
    const complain = (complaint: Complaint) =>
      this.add(`a client at ${host.slice(1)}`, undefined, complaint, DISCONNECTED);
    if (error instanceof FrameSizeError) complain(frameSizeComplaint(error.size, error.maxFrameBytes));
    else if (error instanceof HandshakeError) complain(noTlsComplaint(error.message));
  }

  close(): void {
    this.limiter.close();
  }

  private judge(exchange: Exchange, response: object, sees?: string): void {
    for (const { complaint, error } of complaintsOf(exchange, response, this.facts()))
      this.tell(exchange, complaint, sees ?? error);
  }

  private tell({ api, version, peer, clientId }: Exchange, complaint: Complaint, sees: string): void {
    this.add(this.clients.name(peer, clientId), `${api.name} v${version}`, complaint, sees);
  }

  private add(client: string, request: string | undefined, complaint: Complaint, sees: string): void {
    this.limiter.add({ ...complaint, client, request, sees, times: 1 });
  }
}

/** The client id stands at the same place in the header of every version. */
function clientIdIn(frame: Buffer): string {
  const length = frame.length < 10 ? -1 : frame.readInt16BE(8);
  return length > 0 && 10 + length <= frame.length ? frame.toString('utf8', 10, 10 + length) : '';
}

function unreadable(frame: Buffer, error: ProtocolError): Complaint {
  const [key, version] = frame.length < 4 ? [-1, -1] : [frame.readInt16BE(0), frame.readInt16BE(2)];
  return {
    kind: 'unreadable-request',
    about: `${key} ${version}`,
    what: `sends a request of API ${key} v${version} that cannot be read: ${shown(error.message, 200)}`,
    advice: 'the client library encodes it wrongly, or something else than a Kafka client is connected',
  };
}
