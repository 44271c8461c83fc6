/** Names in certificates as Java's X500Principal.getName() writes them (seen with OpenJDK 17). */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { subjectOf } from '../../../src/broker/security/tls/distinguished-name.ts';

const dir = mkdtempSync(join(tmpdir(), 'mq-names-'));
afterAll(() => rmSync(dir, { recursive: true }));
execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', 'key.pem'], { cwd: dir });

/** A certificate with that subject, in the order in which openssl is given it. */
function certificate(subject: string): X509Certificate {
  const options = ['-new', '-x509', '-key', 'key.pem', '-utf8', '-multivalue-rdn', '-subj', subject];
  return new X509Certificate(execFileSync('openssl', ['req', ...options], { cwd: dir, stdio: 'pipe' }));
}

describe('the subject of a certificate', () => {
  it.for([
    ['/C=DE/ST=Bavaria/L=München/O=Acme, Inc./CN=broker', 'CN=broker,O=Acme\\, Inc.,L=München,ST=Bavaria,C=DE'],
    ['/DC=com/DC=example/OU=People/UID=jdoe/CN=John Doe', 'CN=John Doe,UID=jdoe,OU=People,DC=example,DC=com'],
    [
      '/CN=alice/emailAddress=alice@example.com',
      '1.2.840.113549.1.9.1=#1611616c696365406578616d706c652e636f6d,CN=alice',
    ],
    ['/O=#hash/CN= lead and trail ', 'CN=\\ lead and trail\\ ,O=\\#hash'],
    ['/CN=a\\+b;c=d\\\\e/serialNumber=42', '2.5.4.5=#13023432,CN=a\\+b\\;c\\=d\\\\e'],
    ['/CN=x/street=Main St/title=Dr', '2.5.4.12=#0c024472,STREET=Main St,CN=x'],
    ['/CN=multi+OU=valued/O=z', 'O=z,CN=multi+OU=valued'],
    ['/CN=日本', 'CN=日本'],
  ] as const)('%s is %s', ([subject, name]) => {
    expect(subjectOf(certificate(subject).raw)).toBe(name);
  });
});
