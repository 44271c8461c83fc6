/** Certificates of strangers that are cut off or changed: the reader of names says so, and neither hangs nor invents. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { subjectOf } from '../../../src/broker/security/tls/distinguished-name.ts';
import { seededRandom } from '../../support/random.ts';

const dir = mkdtempSync(join(tmpdir(), 'mq-der-'));
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
openssl('genpkey', '-algorithm', 'ed25519', '-out', 'key.pem');
const { raw } = new X509Certificate(openssl('req', '-new', '-x509', '-key', 'key.pem', '-subj', '/O=shop/CN=alice'));
rmSync(dir, { recursive: true });

it('a certificate that is cut off anywhere has no name', () => {
  expect(subjectOf(raw)).toBe('CN=alice,O=shop');
  for (let length = 0; length < raw.length; length++) expect(() => subjectOf(raw.subarray(0, length))).toThrow();
});

it('a certificate with changed bytes has some name or none, and nothing worse', () => {
  const random = seededRandom(7);
  for (let i = 0; i < 20_000; i++) {
    const changed = Buffer.from(raw);
    for (let n = random.below(4); n >= 0; n--) changed[random.below(200)] = random.below(256);
    try {
      expect(typeof subjectOf(changed)).toBe('string');
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  }
});
