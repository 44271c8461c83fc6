/** ssl.* of the Java client → what node:tls wants: PEM as it is, PKCS12 key stores as pfx, JKS refused with the line that converts it. */
import { type ConnectionOptions, createSecureContext } from 'node:tls';
import { readNamed } from '../lib/named-file.ts';
import { UsageError } from './errors.ts';
import type { Setting, Settings } from './property-names.ts';

type StoreKind = 'PEM' | 'PKCS12' | 'JKS' | 'unknown';

/** Throws UsageError when a store cannot be read, in all senses: no such file, no such form, wrong password. */
export async function tlsOf(settings: Settings): Promise<ConnectionOptions> {
  const trust = await trustOf(settings);
  const key = await keyOf(settings);
  tryOut(trust, settings.get('ssl.truststore.location') ?? settings.get('ssl.ca.location'));
  tryOut(
    key,
    settings.get('ssl.keystore.location') ?? settings.get('ssl.key.location') ?? settings.get('ssl.keystore.key'),
  );
  return { ...trust, ...key, ...identityCheckOf(settings.get('ssl.endpoint.identification.algorithm')) };
}

/** OpenSSL says what is wrong with a store only when it is used, and then not which one it was. */
function tryOut(options: ConnectionOptions, from: Setting | undefined): void {
  try {
    createSecureContext(options);
  } catch (error) {
    const { message } = error as Error;
    const locked = /mac verify failure|bad decrypt|passphrase|bad password/i.test(message);
    throw new UsageError(
      locked ? 'the password of the key store or key is wrong or missing' : `certificates cannot be used: ${message}`,
      {
        where: from?.where ?? 'ssl.*',
        advice: locked
          ? 'ssl.keystore.password for PKCS12, ssl.key.password for a PEM key'
          : 'openssl x509 -in FILE -noout -text shows what is in a PEM file',
        cause: error,
      },
    );
  }
}

async function trustOf(settings: Settings): Promise<ConnectionOptions> {
  const inline = settings.get('ssl.truststore.certificates');
  if (inline) return { ca: pemOf(inline.value) };
  const location = settings.get('ssl.truststore.location') ?? settings.get('ssl.ca.location');
  if (!location) return {};
  const store = await read(location);
  const kind = kindOf(store);
  if (kind === 'PEM') {
    if (store.includes('CERTIFICATE-----')) return { ca: store };
    throw new UsageError(`there is no certificate in ${location.value}`, { where: location.where });
  }
  throw new UsageError(`the trust store ${location.value} is ${kind}, which mq does not read`, {
    code: 'UNSUPPORTED',
    where: location.where,
    advice: [
      kind === 'PKCS12'
        ? `openssl pkcs12 -in ${location.value} -nokeys -out ca.pem`
        : `keytool -list -rfc -keystore ${location.value} > ca.pem`,
      'then ssl.truststore.location=ca.pem with ssl.truststore.type=PEM, which Java reads too',
    ],
  });
}

async function keyOf(settings: Settings): Promise<ConnectionOptions> {
  const keyPassword = settings.get('ssl.key.password')?.value;
  const passphrase = keyPassword === undefined ? {} : { passphrase: keyPassword };
  const inlineKey = settings.get('ssl.keystore.key');
  const inlineChain = settings.get('ssl.keystore.certificate.chain');
  if (inlineKey && inlineChain) return { key: pemOf(inlineKey.value), cert: pemOf(inlineChain.value), ...passphrase };
  const keyFile = settings.get('ssl.key.location');
  const certFile = settings.get('ssl.certificate.location');
  if (keyFile && certFile) return { key: await read(keyFile), cert: await read(certFile), ...passphrase };
  const half = inlineKey ?? inlineChain ?? keyFile ?? certFile;
  if (half) throw new UsageError('a client certificate needs both its key and its chain', { where: half.where });
  const location = settings.get('ssl.keystore.location');
  if (!location) return {};
  const store = await read(location);
  const kind = kindOf(store);
  if (kind === 'PEM') return { key: store, cert: store, ...passphrase };
  if (kind === 'PKCS12')
    return { pfx: store, passphrase: settings.get('ssl.keystore.password')?.value ?? keyPassword ?? '' };
  throw new UsageError(`the key store ${location.value} is ${kind}, which mq does not read`, {
    code: 'UNSUPPORTED',
    where: location.where,
    advice: [
      `keytool -importkeystore -srckeystore ${location.value} -destkeystore client.p12 -deststoretype PKCS12`,
      'then ssl.keystore.location=client.p12, which Java reads too',
    ],
  });
}

/** Java's only names are https and the empty one, which leaves the host name unchecked; the chain is checked in any case. */
function identityCheckOf(setting: Setting | undefined): ConnectionOptions {
  const algorithm = setting?.value.toLowerCase() ?? 'https';
  if (algorithm === 'https') return {};
  if (algorithm === '' || algorithm === 'none') return { checkServerIdentity: () => undefined };
  throw new UsageError(`ssl.endpoint.identification.algorithm does not know "${setting!.value}"`, {
    where: setting!.where,
    advice: 'https, or empty to leave the host name unchecked',
  });
}

const read = ({ value, where }: Setting): Promise<Buffer> => readNamed(value, where);

/** By content, because Java's ssl.*.type is often left at its default while the file is something else. */
function kindOf(store: Buffer): StoreKind {
  if (store.includes('-----BEGIN ')) return 'PEM';
  if (store.length > 4 && store.readUInt32BE(0) === 0xfeedfeed) return 'JKS';
  return store[0] === 0x30 ? 'PKCS12' : 'unknown';
}

/** PEM in a property has its line ends lost or as blanks, as Java's DefaultSslEngineFactory puts up with. */
function pemOf(text: string): string {
  return text.replaceAll(
    /(-----BEGIN [A-Z0-9 ]+-----)([^-]*)(-----END [A-Z0-9 ]+-----)/g,
    (_, begin, body: string, end) => {
      return `${begin}\n${body.replaceAll(/\s+/g, '\n').trim()}\n${end}\n`;
    },
  );
}
