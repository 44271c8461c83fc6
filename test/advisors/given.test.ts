import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHostFacts } from '../../src/advisors/given/host-facts.ts';
import { MetricSources } from '../../src/advisors/given/metrics.ts';
import { parsePrometheus } from '../../src/advisors/given/prometheus.ts';

const folder = mkdtempSync(join(tmpdir(), 'mq-given-'));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the text format of Prometheus', () => {
  const read = (text: string) => parsePrometheus(text, 'metrics.txt');

  it('is read with labels, comments, timestamps and escapes', () => {
    expect(
      read(
        [
          '# HELP kafka_server_BytesIn rate',
          '# TYPE kafka_server_BytesIn gauge',
          'kafka_server_BytesIn{topic="orders",} 12.5 1700000000000',
          'kafka_server_BytesIn{topic="a\\"b\\\\c\\nd"} 1e3',
          'jvm:threads 7',
          '',
        ].join('\n'),
      ),
    ).toEqual({
      kafka_server_BytesIn: [
        { labels: { topic: 'orders' }, value: 12.5 },
        { labels: { topic: 'a"b\\c\nd' }, value: 1000 },
      ],
      'jvm:threads': [{ labels: {}, value: 7 }],
    });
  });

  it('leaves out what is no number, and takes exemplars of OpenMetrics', () => {
    expect(read('idle NaN\nmax +Inf\nhits_total 3 # {trace_id="x"} 0.5\n# EOF')).toEqual({
      hits_total: [{ labels: {}, value: 3 }],
    });
  });

  it.each(['<html>', 'name{label=value} 1', 'name{label="x" 1', 'name one'])('refuses %s with the line', line => {
    expect(() => read(`up 1\n${line}`)).toThrow(/metrics.txt, line 2 is no metric/);
  });
});

describe('--metrics', () => {
  it('joins endpoints and files, each with where it comes from', async () => {
    const server = createServer((_, response) => response.end('up 1\n')).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const path = file('metrics.txt', 'up{instance="broker-2:7071"} 0\n');
    try {
      expect(await new MetricSources([`http://127.0.0.1:${port}/metrics`, path]).read()).toEqual({
        up: [
          { labels: { instance: `127.0.0.1:${port}` }, value: 1 },
          { labels: { instance: 'broker-2:7071' }, value: 0 },
        ],
      });
    } finally {
      server.close();
    }
  });

  it('tells at a second look how fast an endpoint rises, not a file', async () => {
    let bytes = 1000;
    const server = createServer((_, response) =>
      response.end(`in_total{a="b"} ${(bytes += 500)}\nrestarted ${-bytes}\n`),
    );
    await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = server.address() as AddressInfo;
    try {
      const sources = new MetricSources([`http://127.0.0.1:${port}/metrics`, file('metrics.txt', 'still 1\n')]);
      await sources.read();
      const { in_total, restarted, still } = await sources.read();
      expect(in_total).toEqual([{ labels: expect.anything(), value: 2000, perSec: expect.any(Number) }]);
      expect([restarted![0], still![0]].map(sample => sample!.perSec)).toEqual([undefined, undefined]);
    } finally {
      server.close();
    }
  });

  it('says what an endpoint answers instead', async () => {
    const server = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(new MetricSources([`http://127.0.0.1:${port}/metrics`]).read()).rejects.toThrow('it answers 404');
    server.close();
    await expect(new MetricSources([`http://127.0.0.1:${port}/metrics`]).read()).rejects.toThrow(
      /cannot read .*ECONNREFUSED/,
    );
    await expect(new MetricSources([join(folder, 'nowhere')]).read()).rejects.toThrow('there is no such file');
  });
});

describe('--host-facts', () => {
  it('are read with sizes as people write them', async () => {
    const path = file('hosts.yaml', '- node: 1\n  memory: 64GiB\n  heap: 6GiB\n  open-files-limit: 100000\n');
    expect(await readHostFacts(path)).toEqual([
      { node: 1, memoryBytes: 64 * 2 ** 30, heapBytes: 6 * 2 ** 30, openFilesLimit: 100_000 },
    ]);
  });

  it('are refused with the place and the nearest key', async () => {
    const path = file('hosts-wrong.yaml', '- node: 1\n  memori: 64GiB\n');
    await expect(readHostFacts(path)).rejects.toThrow(`${path}: [0]: there is no key memori; memory, if that is meant`);
    await expect(readHostFacts(file('map.yaml', 'node: 1'))).rejects.toThrow('a list is expected');
    await expect(readHostFacts(file('broken.yaml', '- node: [1'))).rejects.toThrow('broken.yaml: ');
  });
});
