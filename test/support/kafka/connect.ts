/** A Kafka Connect worker for tests: standalone, with Kafka's own file connectors, its REST API on a loopback port. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DEFAULT_KAFKA_VERSION, kafkaHome } from './home.ts';
import { type NodeProcess, saysPortTaken, startNode, tailOf } from './node.ts';
import { freePorts } from './ports.ts';

export interface ConnectWorker {
  /** 'http://127.0.0.1:PORT'. */
  url: string;
  /** Where its file connectors may write. */
  dir: string;
  /** Asks its REST API; rejects with what it says when it refuses. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startConnect(bootstrap: string): Promise<ConnectWorker> {
  const home = await kafkaHome();
  const dir = mkdtempSync(join(tmpdir(), 'connect-'));
  const logFile = join(dir, 'worker.log');
  let worker: NodeProcess | undefined;
  const stop = async () => {
    await worker?.kill();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const plugins = await fileConnectors(home);
    for (let attempt = 1; ; attempt++) {
      const [port] = await freePorts(1);
      const url = `http://127.0.0.1:${port}`;
      const propertiesFile = join(dir, 'worker.properties');
      writeFileSync(propertiesFile, workerProperties({ bootstrap, url, dir, plugins }));
      writeFileSync(logFile, '');
      const program = { mainClass: 'org.apache.kafka.connect.cli.ConnectStandalone', heapMB: 512 };
      worker = await startNode({ home, propertiesFile, logFile, clusterDir: dir, ...program });
      if (await answers(url, worker)) return { url, dir, stop, ask: asker(url) };
      if (!saysPortTaken(logFile) || attempt === 5) throw new Error(`Connect did not start:\n${tailOf(logFile)}`);
      await worker.kill();
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

const workerProperties = (of: { bootstrap: string; url: string; dir: string; plugins: string }): string =>
  Object.entries({
    'bootstrap.servers': of.bootstrap,
    listeners: of.url,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'offset.storage.file.filename': join(of.dir, 'offsets'),
    'offset.flush.interval.ms': '500',
    'plugin.path': of.plugins,
    'plugin.discovery': 'service_load', // a look at every class of the class path takes seconds
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

/** Where Kafka's file connectors are, which are no part of a broker's class path: fetched once, beside Kafka's own jars. */
async function fileConnectors(home: string): Promise<string> {
  const plugins = join(home, 'connect-plugins');
  if (existsSync(plugins)) return plugins;
  const unfinished = `${plugins}.${process.pid}`;
  const artifact = `-Dartifact=org.apache.kafka:connect-file:${DEFAULT_KAFKA_VERSION}`;
  const copy = ['dependency:copy', artifact, `-DoutputDirectory=${join(unfinished, 'file')}`];
  await promisify(execFile)('mvn', ['-q', '-B', ...copy], { timeout: 120_000 });
  renameSync(unfinished, plugins);
  return plugins;
}

async function answers(url: string, worker: NodeProcess): Promise<boolean> {
  const deadline = performance.now() + 60_000;
  while (!worker.hasEnded() && performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined); // not yet
    if (answer?.ok) return true;
    await sleep(100);
  }
  return false;
}

const asker =
  (url: string): ConnectWorker['ask'] =>
  async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
