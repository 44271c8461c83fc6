/** A throw-away certificate authority for tests, made with the openssl command: one server certificate for this machine's loopback, one for a client. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a client needs, PEM: an object of these three is a `tls.ConnectionOptions` of Node. */
export interface ClientCertificates {
  ca: string;
  cert: string;
  key: string;
}

/**
 * Writes `ca.pem`, `server.{key,crt,pem}` and `client.{key,crt,pem}` into `dir` (which is made). The `.pem` of a party is its key, its
 * certificate and the authority in one file, as Kafka and Java's PEM key stores read it. Keys are PKCS#8 and have no password.
 */
export async function writeCertificates(dir: string): Promise<ClientCertificates> {
  mkdirSync(dir, { recursive: true });
  const openssl = (...args: string[]) =>
    run('openssl', args, { cwd: dir }).catch(cause => {
      const hint = cause.code === 'ENOENT' ? 'there is no `openssl` on the PATH, install it' : cause.stderr;
      throw new Error(`Making test certificates failed: ${hint}`, { cause });
    });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '30',
    '-subj',
    '/CN=test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  writeFileSync(join(dir, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  for (const party of ['server', 'client']) {
    await openssl('req', ...newKey, '-subj', `/CN=${party}`, '-keyout', `${party}.key`, '-out', `${party}.csr`);
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'names'];
    await openssl('x509', '-req', '-in', `${party}.csr`, ...signed, '-out', `${party}.crt`);
    const parts = [`${party}.key`, `${party}.crt`, 'ca.pem'].map(name => readFileSync(join(dir, name), 'utf8'));
    writeFileSync(join(dir, `${party}.pem`), parts.join(''));
  }
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  return { ca: read('ca.pem'), cert: read('client.crt'), key: read('client.key') };
}
