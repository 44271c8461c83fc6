/** Opens the listeners that the options and the configuration ask for, each with what its clients have to show. */
import { systemClock } from '../lib/clock.ts';
import { connectionsPerIp } from './config/connections-per-ip.ts';
import { following } from './config/following.ts';
import { listenerOfKey } from './config/listener-key.ts';
import { ListenerSettings } from './config/listener-settings.ts';
import type { Settings } from './config/settings.ts';
import { listOf } from './config/value.ts';
import type { Log } from './log-line.ts';
import type { BufferPool } from './network/buffer-pool.ts';
import { ConnectionCounts } from './network/connection-counts.ts';
import { type AdvertisedEndpoint, endpointsOf, routable } from './network/endpoint.ts';
import { InboundMemory } from './network/inbound-memory.ts';
import type { Pace } from './network/listener.ts';
import { Listeners } from './network/listeners.ts';
import type { OutboundBytes } from './network/outbound-bytes.ts';
import type { HandleFrame, Peer } from './network/peer.ts';
import type { Observer } from './observer.ts';
import type { ListenerOption } from './options.ts';
import { ConnectionRate } from './quotas/connection-rate.ts';
import { saslOf } from './security/sasl/listener-sasl.ts';
import type { FindCredential } from './security/sasl/scram.ts';
import { SaslSession } from './security/sasl/session.ts';
import { tlsOf } from './security/tls/tls-of-listener.ts';

/** Of a socket at a time. Up to 1 MiB makes no difference, and a connection that waits holds as much as this. */
const READ_BYTES = 64 * 1024;

interface Shared {
  readonly serve: HandleFrame;
  readonly findCredential: FindCredential;
  readonly outbound: OutboundBytes;
  readonly pool: BufferPool;
  readonly observer: Observer | undefined;
  readonly holdConnectionMs: (host: string) => number;
  readonly beforeReplies?: () => void;
  readonly log: Log;
}

/** Failure when one of them cannot be. */
export function openListeners(
  given: ListenerOption | undefined,
  settings: Settings,
  shared: Shared,
): Promise<Listeners> {
  const queuedBytes = settings.number('queued.max.request.bytes');
  const forAll = {
    ...shared,
    inbound: new InboundMemory(queuedBytes < 0 ? Number.POSITIVE_INFINITY : queuedBytes),
    region: Buffer.allocUnsafeSlow(READ_BYTES),
    counts: new ConnectionCounts(),
    maxFrameBytes: settings.number('socket.request.max.bytes'),
    maxIdleMs: settings.number('connections.max.idle.ms'),
    maxConnections: () => settings.number('max.connections'),
    maxConnectionsPerHost: (host: string) => connectionsPerIp(settings, host),
  };
  const windows = {
    samples: settings.number('quota.window.num'),
    windowMs: settings.number('quota.window.size.seconds') * 1000,
  };
  const ofBroker = new ConnectionRate(windows, systemClock);
  const endpoints = given === undefined ? configured(settings) : [simple(given)];
  warnOfStrangers(endpoints, settings, shared.log);
  return Listeners.open(endpoints, endpoint => {
    const own = new ListenerSettings(settings, endpoint.name);
    const maxOwnConnections = () => Number(own.own('max.connections') ?? Number.POSITIVE_INFINITY);
    const pace = paceOf(own, ofBroker, new ConnectionRate(windows, systemClock));
    return { ...forAll, endpoint, maxOwnConnections, pace, ...securityOf(endpoint, settings, shared) };
  });
}

/** ConnectionQuotas.recordConnectionAndGetThrottleTimeMs */
const paceOf = (own: ListenerSettings, ofBroker: ConnectionRate, ofListener: ConnectionRate): Pace => ({
  waitMs: () =>
    Math.max(
      ofBroker.count(own.settings.number('max.connection.creation.rate')),
      ofListener.count(own.number('max.connection.creation.rate')),
    ),
  takeBack() {
    ofBroker.takeBack();
    ofListener.takeBack();
  },
});

/** Keys, certificates and users may change while the broker runs: they count for whoever comes then (KIP-226). */
function securityOf(endpoint: AdvertisedEndpoint, settings: Settings, shared: Shared) {
  const { serve, findCredential, observer, log } = shared;
  const { name, protocol } = endpoint;
  const made = <T>(make: (own: ListenerSettings) => T) =>
    following(settings, current => make(new ListenerSettings(current, name)), log);
  const tls = protocol.endsWith('SSL') ? made(own => tlsOf(endpoint, own)) : undefined;
  if (!protocol.startsWith('SASL')) return { tls, handlerOf: () => serve };
  const clock = systemClock;
  const sasl = made(own => saslOf(name, own, { findCredential, clock }));
  const handlerOf = (peer: Peer): HandleFrame => {
    const session = new SaslSession(peer, { sasl: sasl(), clock, log, observer }, serve);
    return frame => session.handle(frame);
  };
  return { tls, handlerOf };
}

/** Keys for a listener that there is not are as good as none, which Kafka does not say. */
function warnOfStrangers(endpoints: readonly AdvertisedEndpoint[], settings: Settings, log: Log): void {
  const names = [...endpoints.map(({ name }) => name), ...controllersOf(settings)];
  for (const key of settings.allGiven.keys()) {
    const name = listenerOfKey(key);
    if (name !== undefined && !names.includes(name))
      log('warn', `${key} has no effect: there is no listener ${name}, only ${names.join(', ')}`);
  }
}

/** The short way: one listener, described by a port and a host. */
function simple({ host, port, advertisedHost }: ListenerOption): AdvertisedEndpoint {
  const advertised = { host: advertisedHost ?? routable(host), port: 0 };
  return { name: 'PLAINTEXT', protocol: 'PLAINTEXT', host, port, advertised };
}

const configured = (settings: Settings): AdvertisedEndpoint[] =>
  endpointsOf({
    listeners: settings.text('listeners')!,
    advertised: settings.text('advertised.listeners'),
    protocolMap: settings.text('listener.security.protocol.map')!,
    controllers: controllersOf(settings),
  });

const controllersOf = (settings: Settings): string[] => listOf(settings.text('controller.listener.names') ?? '');
