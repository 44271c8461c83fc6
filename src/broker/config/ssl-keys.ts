/** Keys of TLS, each of which a listener can have of its own (Kafka: SslConfigs.java, BrokerSecurityConfigs.java). */
import { boolean, harmless, javaClass, key, list, ofListener, password, perBroker, refused, text } from './declare.ts';

const node = harmless('this is TLS of Node.js, not of Java');
const own = { ...perBroker, ...ofListener };

export const sslKeys = [
  key('ssl.client.auth', text('none', { oneOf: ['required', 'requested', 'none'] }), 'Certificates of clients.', own),
  key('ssl.keystore.type', text('JKS'), 'PEM: keys and certificates as text.', own),
  key('ssl.keystore.location', text(null), 'A file with the private key and the certificates.', own),
  key('ssl.keystore.password', password, 'Opens that file.', own),
  key('ssl.keystore.key', password, 'The private key as PEM.', own),
  key('ssl.keystore.certificate.chain', password, 'The certificates as PEM.', own),
  key('ssl.key.password', password, 'Opens the private key.', own),
  key('ssl.truststore.type', text('JKS'), 'PEM: certificates as text.', own),
  key('ssl.truststore.location', text(null), 'A file with trusted certificates.', own),
  key('ssl.truststore.password', password, 'Opens that file.', own, refused('certificates as text have none')),
  key('ssl.truststore.certificates', password, 'Trusted certificates as PEM.', own),
  key('ssl.enabled.protocols', list('TLSv1.2,TLSv1.3'), 'Versions of TLS that clients may speak.', own),
  key('ssl.protocol', text('TLSv1.3'), 'The version preferred.', own, node),
  key('ssl.cipher.suites', list(''), 'Ciphers that clients may choose from; all when empty.', own),
  key('ssl.principal.mapping.rules', text('DEFAULT'), 'From certificate to principal (KIP-371).', ofListener),
  key('ssl.endpoint.identification.algorithm', text('https'), 'For the broker as a client.', own, node),
  key('ssl.engine.factory.class', javaClass(null), 'Makes the engine.', own, refused('this broker runs no Java')),
  key('ssl.provider', text(null), 'The Java security provider.', own, node),
  key('ssl.keymanager.algorithm', text('SunX509'), 'Of Java.', own, node),
  key('ssl.trustmanager.algorithm', text('PKIX'), 'Of Java.', own, node),
  key('ssl.secure.random.implementation', text(null), 'Of Java.', own, node),
  key('ssl.allow.dn.changes', boolean(false), 'When a certificate is replaced.', node),
  key('ssl.allow.san.changes', boolean(false), 'When a certificate is replaced.', node),
] as const;
