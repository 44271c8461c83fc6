/** What a command loads before it has spoken to a cluster. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('the gateway loads neither kafkajs nor TLS, crypto or codecs until they are needed', () => {
  const script = `
    await import('./src/kafka/index.ts');
    const { createRequire } = await import('node:module');
    const packages = Object.keys(createRequire(import.meta.url).cache).filter(file => file.includes('node_modules'));
    const builtin = process.moduleLoadList.filter(name => /^NativeModule (tls|crypto|zlib)$/.test(name));
    console.log(JSON.stringify([...packages, ...builtin]));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '--no-warnings', '-e', script], { cwd: root });
  expect(JSON.parse(`${output}`)).toEqual([]);
});
