/** Keys of listeners and their sockets (Kafka: SocketServerConfigs.java). */
import {
  clusterWide,
  harmless,
  int,
  key,
  long,
  ofListener,
  ofMechanism,
  perBroker,
  readOnce,
  text,
} from './declare.ts';

const PROTOCOLS = 'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT';
const INT_MAX = 2147483647;
const system = harmless('the system chooses');

export const listenerKeys = [
  key('listeners', text('PLAINTEXT://:9092'), 'Where the broker listens, as NAME://HOST:PORT.', perBroker, readOnce),
  key('advertised.listeners', text(null), 'Where clients are told to connect; listeners when not set.'),
  key(
    'listener.security.protocol.map',
    text(PROTOCOLS),
    'The security protocol of each listener.',
    perBroker,
    readOnce,
  ),
  key('early.start.listeners', text(null), 'Listeners that open first.', harmless('all open at once')),
  key(
    'max.connections',
    int(INT_MAX, { min: 0 }),
    'Connections that are open at a time; any further one is closed at once.',
    clusterWide,
    ofListener,
  ),
  key('max.connections.per.ip', int(INT_MAX, { min: 0 }), 'Connections at a time from one address.', clusterWide),
  key(
    'max.connections.per.ip.overrides',
    text('', { pattern: /^(\s*[0-9a-fA-F.:]+:\d+\s*(,|$))*$/ }),
    'max.connections.per.ip of single addresses, as ADDRESS:NUMBER.',
    clusterWide,
  ),
  key(
    'max.connection.creation.rate',
    int(INT_MAX, { min: 0 }),
    'New connections in a second, of a listener or of all; those that come faster wait.',
    clusterWide,
    ofListener,
  ),
  key('connections.max.idle.ms', long(600000), 'A connection without a request for so long is closed.'),
  key(
    'connection.failed.authentication.delay.ms',
    int(100, { min: 0 }),
    'How long the answer to a wrong password waits.',
  ),
  key('connections.max.reauth.ms', long(0), 'How long an authentication counts (KIP-368); 0 is for ever.', ofMechanism),
  key('socket.send.buffer.bytes', int(102400), 'Send buffer of a socket.', system),
  key('socket.receive.buffer.bytes', int(102400), 'Receive buffer of a socket.', system),
  key('socket.listen.backlog.size', int(50, { min: 1 }), 'Connections that wait to be accepted.', system),
] as const;
