/** Garbage on a listener with TLS: every connection of it is forgotten, and who speaks properly is still let in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker } from '../../src/broker/index.ts';
import { connect } from '../../src/kafka/index.ts';
import { writeCertificates } from '../support/certificates.ts';
import { AT_ONCE, fuzzTls } from '../support/fuzz/tls.ts';

const CONNECTIONS = 200;

it('a listener with TLS survives what does not speak it, or not well', { timeout: 60_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mq-tls-'));
  const certificates = await writeCertificates(dir);
  const told: string[] = [];
  const broker = await startBroker({
    log: (level, line) => {
      if (level === 'error') told.push(line);
    },
    config: {
      listeners: 'SSL://127.0.0.1:0',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': join(dir, 'server.pem'),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': join(dir, 'ca.pem'),
      'ssl.client.auth': 'required',
      'max.connections': String(2 * AT_ONCE), // reached soon, were one forgotten to be counted down
    },
  });
  const secured = await fuzzTls({ port: broker.port, connections: CONNECTIONS, seed: 443, certificates });
  expect(secured).toBeGreaterThan(0); // else it would try nothing but the beginning
  await expect.poll(() => broker.status().connections).toBe(0);
  const cluster = await connect({ bootstrap: broker.bootstrap, tls: certificates });
  expect((await cluster.metadata([])).brokers).toHaveLength(1);
  await cluster.close();
  await broker.stop();
  rmSync(dir, { recursive: true });
  expect(told).toEqual([]);
});
