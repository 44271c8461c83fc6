/** What a listener with TLS shows and asks for, from its configuration. */
import { readFileSync } from 'node:fs';
import type { SecureContextOptions, SecureVersion, TlsOptions } from 'node:tls';
import { Failure } from '../../../lib/failure.ts';
import type { ListenerSettings } from '../../config/listener-settings.ts';
import type { BrokerKeyName } from '../../config.ts';
import type { Endpoint } from '../../network/endpoint.ts';
import { normalPem } from './pem.ts';
import { type PrincipalMapping, principalMapping } from './principal-mapping.ts';

export interface ListenerTls {
  /** For a server of node:tls. */
  readonly options: TlsOptions;
  /** undefined where the certificate is not who the client is. */
  readonly mapping: PrincipalMapping | undefined;
}

const VERSIONS: readonly SecureVersion[] = ['TLSv1.2', 'TLSv1.3'];

/** Failure with code USAGE when something is missing or cannot be. */
export function tlsOf({ name: listener, protocol }: Endpoint, settings: ListenerSettings): ListenerTls {
  // Where SASL says who comes, certificates are only asked for when the listener's own key says so (KIP-684).
  const clientAuth =
    protocol === 'SSL' ? settings.text('ssl.client.auth') : (settings.own('ssl.client.auth') ?? 'none');
  const options = { ...keysOf(listener, settings), ...versionsOf(settings), ...authoritiesOf(settings) };
  try {
    process.getBuiltinModule('node:tls').createSecureContext(options);
  } catch (error) {
    throw usage(
      `listener ${listener} cannot use its key and certificates: ${(error as Error).message}`,
      'ssl.keystore.location',
      settings.text('ssl.keystore.type') === 'PKCS12' ? 'see whether ssl.keystore.password is right' : pemAdvice,
    );
  }
  return {
    options: {
      ...options,
      requestCert: clientAuth !== 'none',
      rejectUnauthorized: clientAuth === 'required',
    },
    mapping: protocol === 'SSL' ? mappingOf(settings) : undefined,
  };
}

const pemAdvice = [
  'the file of ssl.keystore.location holds a key (PKCS#8) and then its certificates, as PEM:',
  'openssl pkcs8 -topk8 -nocrypt -in broker.key > broker.pem; cat broker.crt ca.pem >> broker.pem',
];

const NO_KEY = [
  'ssl.keystore.type=PEM and ssl.keystore.location=broker.pem',
  "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout broker.key -out broker.crt && cat broker.key broker.crt > broker.pem",
];

function keysOf(listener: string, settings: ListenerSettings): SecureContextOptions {
  const type = settings.text('ssl.keystore.type')!.toUpperCase();
  const location = settings.text('ssl.keystore.location');
  const key = settings.text('ssl.keystore.key');
  const passphrase = (name: BrokerKeyName) => {
    const password = settings.text(name);
    return password === null ? {} : { passphrase: password };
  };
  if (location === null && key === null)
    throw usage(`listener ${listener} has no key and no certificate`, 'ssl.keystore.location', NO_KEY);
  if (type === 'PKCS12' && location !== null)
    return { pfx: fileOf('ssl.keystore.location', location), ...passphrase('ssl.keystore.password') };
  if (type !== 'PEM')
    throw usage(`a keystore of type ${type} is not read`, 'ssl.keystore.type', [
      'PEM and PKCS12 are: set ssl.keystore.type',
      'keytool -importkeystore -srckeystore broker.jks -destkeystore broker.p12 -deststoretype PKCS12',
    ]);
  if (key === null) {
    const pem = fileOf('ssl.keystore.location', location!);
    return { key: pem, cert: pem, ...passphrase('ssl.key.password') };
  }
  const cert = settings.text('ssl.keystore.certificate.chain');
  if (cert === null)
    throw usage(
      'ssl.keystore.key has no certificate',
      'ssl.keystore.certificate.chain',
      'give the certificates as PEM',
    );
  return { key: normalPem(key), cert: normalPem(cert), ...passphrase('ssl.key.password') };
}

/** Whose certificates of clients are believed; without a truststore those that Node knows, as Java does. */
function authoritiesOf(settings: ListenerSettings): SecureContextOptions {
  const location = settings.text('ssl.truststore.location');
  const certificates = settings.text('ssl.truststore.certificates');
  if (location === null && certificates === null) return {};
  const type = settings.text('ssl.truststore.type')!.toUpperCase();
  if (type !== 'PEM')
    throw usage(`a truststore of type ${type} is not read`, 'ssl.truststore.type', [
      'PEM is: set ssl.truststore.type=PEM',
      'keytool -exportcert -rfc -keystore truststore.jks -alias ca > ca.pem',
    ]);
  return { ca: certificates === null ? fileOf('ssl.truststore.location', location!) : normalPem(certificates) };
}

function versionsOf(settings: ListenerSettings): SecureContextOptions {
  const enabled = VERSIONS.filter(version => settings.list('ssl.enabled.protocols').includes(version));
  if (enabled.length === 0)
    throw usage('no version of TLS is enabled that this broker speaks', 'ssl.enabled.protocols', VERSIONS.join());
  const suites = settings.list('ssl.cipher.suites');
  const ciphers = suites.length === 0 ? {} : { ciphers: suites.join(':') };
  return { minVersion: enabled[0]!, maxVersion: enabled.at(-1)!, ...ciphers };
}

function mappingOf(settings: ListenerSettings): PrincipalMapping {
  const name = 'ssl.principal.mapping.rules';
  try {
    return principalMapping(settings.text(name)!);
  } catch (error) {
    throw usage((error as Error).message, name, 'RULE:^CN=([^,]+).*$/$1/L,DEFAULT');
  }
}

function fileOf(key: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw usage(`${key} cannot be read: ${(error as Error).message}`, key, 'a path that the broker may read');
  }
}

const usage = (message: string, where: string, advice: string | readonly string[]): Failure =>
  new Failure(message, { code: 'USAGE', where, advice });
