/**
 * The requests of a connection on a listener with SASL: until its client has authenticated they are of ApiVersions,
 * SaslHandshake and SaslAuthenticate, in that order, or bare tokens after a handshake of version 0. Later they are served,
 * until the session is over and the client authenticates again (KIP-43, KIP-152, KIP-368; Kafka: SaslServerAuthenticator,
 * KafkaChannel.maybeBeginServerReauthentication).
 */
import { saslHandshake } from '../../../protocol/apis/17-sasl-handshake.ts';
import { apiVersions } from '../../../protocol/apis/18-api-versions.ts';
import { saslAuthenticate } from '../../../protocol/apis/36-sasl-authenticate.ts';
import { apis } from '../../../protocol/apis/index.ts';
import { errors } from '../../../protocol/errors.ts';
import type { HandleFrame, Peer, Reply } from '../../network/peer.ts';
import { principalText } from '../principal.ts';
import { type AuthenticationFailure, authenticationFailure } from './failure.ts';
import { InvalidCredentials, SaslRefusal, type SaslServer, type SaslStep } from './mechanism.ts';
import { apiKeyOf, decodeRequest, type SaslRequest } from './request.ts';
import type { SaslSurroundings } from './surroundings.ts';

/** Authenticating again more often is taken for an ordinary request, and refused as one. */
const LEAST_BETWEEN_MS = 1_000;

type Phase =
  | { readonly is: 'versions' | 'handshake' }
  | { readonly is: 'tokens'; readonly mechanism: string; readonly server: SaslServer; readonly areFramed: boolean }
  | { readonly is: 'refused'; readonly reason: string }
  | { readonly is: 'open'; readonly mechanism: string; readonly endsAtMs: number };

export class SaslSession {
  private readonly peer: Peer;
  private readonly around: SaslSurroundings;
  private readonly serve: HandleFrame;
  private phase: Phase = { is: 'versions' };
  /** Whose session ends, while it authenticates again. */
  private mechanismBefore: string | undefined;
  private lastAgainMs = Number.NEGATIVE_INFINITY;

  constructor(peer: Peer, around: SaslSurroundings, serve: HandleFrame) {
    this.peer = peer;
    this.around = around;
    this.serve = serve;
    peer.limitFrames({ minBytes: 0, maxBytes: around.sasl.maxReceiveBytes });
  }

  /** As HandleFrame. */
  handle(frame: Buffer): Reply | Promise<Reply> {
    const { phase } = this;
    switch (phase.is) {
      case 'open':
        return phase.endsAtMs === Number.POSITIVE_INFINITY
          ? this.serve(frame, this.peer)
          : this.whileGood(frame, phase.endsAtMs);
      case 'tokens':
        return phase.areFramed ? this.takeRequest(frame, phase) : this.takeToken(frame, phase);
      case 'refused':
        return this.fail({ reason: phase.reason });
      default:
        return this.takeHandshake(frame);
    }
  }

  private whileGood(frame: Buffer, endsAtMs: number): Reply | Promise<Reply> {
    const nowMs = this.around.clock.monotonicMs();
    if (apiKeyOf(frame) === saslHandshake.key && nowMs - this.lastAgainMs >= LEAST_BETWEEN_MS) {
      this.lastAgainMs = nowMs;
      this.mechanismBefore = (this.phase as { mechanism: string }).mechanism;
      return this.takeHandshake(frame);
    }
    if (nowMs > endsAtMs)
      throw new Error(`the session of ${principalText(this.peer.principal)} is over, it has not authenticated again`);
    return this.serve(frame, this.peer);
  }

  private takeHandshake(frame: Buffer): Reply | Promise<Reply> {
    const key = apiKeyOf(frame);
    if (key === apiVersions.key && this.phase.is === 'versions') return this.tellVersions(frame);
    if (key === apiVersions.key) throw new Error('a second ApiVersions before the client has authenticated');
    if (key !== saslHandshake.key)
      return this.fail({ reason: `Unexpected Kafka request of type ${nameOf(key)} during SASL handshake.` });
    const request = decodeRequest(saslHandshake, frame, this.peer, this.around.observer);
    const { mechanism } = request.body;
    const { mechanisms } = this.around.sasl;
    const offered = [...mechanisms.keys()];
    const begin = mechanisms.get(mechanism)?.begin;
    const before = this.mechanismBefore;
    if (begin === undefined) {
      // Kafka says it to nobody who has been in already: its Processor closes before the answer is on its way.
      if (before !== undefined) throw new Error(changedMechanism(mechanism, before));
      const refusal = request.reply({ errorCode: errors.UNSUPPORTED_SASL_MECHANISM.code, mechanisms: offered });
      return this.fail({ reason: `Unsupported SASL mechanism ${mechanism}`, reply: refusal });
    }
    this.phase =
      before !== undefined && before !== mechanism
        ? { is: 'refused', reason: changedMechanism(mechanism, before) }
        : { is: 'tokens', mechanism, server: begin(), areFramed: request.version > 0 };
    return request.reply({ errorCode: 0, mechanisms: offered });
  }

  private tellVersions(frame: Buffer): Reply | Promise<Reply> {
    const told = (reply: Reply): Reply => {
      const errorCode = Buffer.concat(reply!).readInt16BE(8); // after length and correlation id, in every version
      if (errorCode === 0) this.phase = { is: 'handshake' };
      return reply;
    };
    const reply = this.serve(frame, this.peer);
    return reply instanceof Promise ? reply.then(told) : told(reply);
  }

  private takeRequest(frame: Buffer, phase: Phase & { is: 'tokens' }): Reply | Promise<Reply> {
    const key = apiKeyOf(frame);
    if (key !== saslAuthenticate.key) {
      const reason = `Unexpected Kafka request of type ${nameOf(key)} during SASL authentication.`;
      return this.fail({ reason, reply: outOfPlace(key, frame, this.peer) });
    }
    const request = decodeRequest(saslAuthenticate, frame, this.peer, this.around.observer);
    const told = (step: SaslStep): Reply => {
      const sessionLifetimeMs = this.take(step, phase.mechanism);
      return request.reply({ errorCode: 0, errorMessage: '', authBytes: step.answer, sessionLifetimeMs });
    };
    return this.step(phase, request.body.authBytes, told, request);
  }

  private takeToken(frame: Buffer, phase: Phase & { is: 'tokens' }): Reply | Promise<Reply> {
    const told = (step: SaslStep): Reply => {
      this.take(step, phase.mechanism);
      const length = Buffer.alloc(4);
      length.writeInt32BE(step.answer.length);
      return [length, step.answer];
    };
    return this.step(phase, Buffer.from(frame), told);
  }

  private step(
    { server, mechanism }: Phase & { is: 'tokens' },
    message: Buffer,
    told: (step: SaslStep) => Reply,
    request?: SaslRequest<typeof saslAuthenticate>,
  ): Reply | Promise<Reply> {
    const failed = (error: unknown): Promise<Reply> => this.fail(this.failureOf(error, mechanism, request));
    try {
      const step = server.step(message);
      return step instanceof Promise ? step.then(told).catch(failed) : told(step);
    } catch (error) {
      return failed(error);
    }
  }

  /** Opens the session when the exchange is over; how long it lasts in ms, 0 without end. */
  private take({ authenticated }: SaslStep, mechanism: string): number {
    if (authenticated === undefined) return 0;
    const { peer, around } = this;
    const principal = { type: 'User', name: authenticated.user };
    const isAgain = this.mechanismBefore !== undefined;
    if (isAgain && principalText(principal) !== principalText(peer.principal))
      throw new SaslRefusal(
        `Cannot change principals during re-authentication from ${dotted(peer.principal)}: ${dotted(principal)}`,
      );
    const { clock, sasl } = around;
    const { maxReauthMs } = sasl.mechanisms.get(mechanism)!;
    const ends = [
      ...(maxReauthMs > 0 ? [maxReauthMs] : []),
      ...(authenticated.expiresAtMs === undefined ? [] : [authenticated.expiresAtMs - clock.nowMs()]),
    ];
    const lifetimeMs = ends.length === 0 ? 0 : Math.max(0, Math.floor(Math.min(...ends)));
    const endsAtMs = ends.length === 0 ? Number.POSITIVE_INFINITY : clock.monotonicMs() + lifetimeMs;
    peer.principal = principal;
    peer.limitFrames();
    this.mechanismBefore = undefined;
    this.phase = { is: 'open', mechanism, endsAtMs };
    return lifetimeMs;
  }

  private failureOf(
    error: unknown,
    mechanism: string,
    request: SaslRequest<typeof saslAuthenticate> | undefined,
  ): AuthenticationFailure {
    if (!(error instanceof SaslRefusal || error instanceof InvalidCredentials)) {
      this.around.log('error', `SASL ${mechanism} failed: ${error instanceof Error ? error.stack : error}`);
      throw error;
    }
    const verb = this.mechanismBefore === undefined ? 'authentication' : 're-authentication';
    const told =
      error instanceof SaslRefusal
        ? error.message
        : `Authentication failed during ${verb} due to invalid credentials with SASL mechanism ${mechanism}`;
    const body = { errorCode: errors.SASL_AUTHENTICATION_FAILED.code, errorMessage: told, authBytes: Buffer.alloc(0) };
    const reason = error instanceof SaslRefusal ? error.reason : error.message;
    return { reason, ...(request === undefined ? {} : { reply: request.reply(body) }) };
  }

  private fail(failure: AuthenticationFailure): Promise<never> {
    this.phase = { is: 'refused', reason: failure.reason };
    return authenticationFailure(failure, this.peer, this.around);
  }
}

/** Kafka has an answer for requests of every API; here only those have one that a client may have sent too late. */
function outOfPlace(key: number, frame: Buffer, peer: Peer): readonly Buffer[] {
  const errorCode = errors.ILLEGAL_SASL_STATE.code;
  if (key === saslHandshake.key) return decodeRequest(saslHandshake, frame, peer).reply({ errorCode, mechanisms: [] });
  if (key === apiVersions.key) return decodeRequest(apiVersions, frame, peer).reply({ errorCode, apiKeys: [] });
  return [];
}

const changedMechanism = (now: string, before: string): string =>
  `SASL mechanism '${now}' requested by client is not supported for re-authentication of mechanism '${before}'`;

const dotted = ({ type, name }: Peer['principal']): string => `${type}.${name}`;

const names = new Map(apis.map(api => [api.key, api.name]));
const nameOf = (key: number): string => names.get(key) ?? String(key);
