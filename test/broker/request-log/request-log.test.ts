import { afterEach, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { RequestLog } from '../../../src/broker/request-log/request-log.ts';
import { produce } from '../../../src/protocol/apis/00-produce.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { startTestBroker } from '../../support/broker.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf } from '../apis/ask.ts';

const running: RunningBroker[] = [];
afterEach(() => Promise.all(running.splice(0).map(broker => broker.stop())));

async function logged(apis?: ReadonlySet<string>) {
  const lines: string[] = [];
  const observe = new RequestLog({ apis, clock: new FakeClock(), print: line => lines.push(line) });
  const broker = await startTestBroker({ observe, topics: { orders: 1 } });
  running.push(broker);
  return { lines, wire: await Wire.connect(broker.bootstrap, { clientId: 'my app' }) };
}

const topicData = [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(['a']) }] }];

describe('the request log', () => {
  it('has a line for each request and one for each reply, with connection and correlation id', async () => {
    const { lines, wire } = await logged();
    await wire.send(produce, 9, { acks: 1, timeoutMs: 1000, topicData });
    expect(lines).toEqual([
      expect.stringMatching(
        /^1:1 > Produce v9 "my app" \/127\.0\.0\.1 \{acks: 1, .*records: <1 record, \d+ bytes, from offset 0, uncompressed>}\]}\]}$/,
      ),
      expect.stringMatching(
        /^1:1 < Produce v9 0\.0 ms \{responses: \[{name: orders, partitionResponses: \[{index: 0, baseOffset: 0/,
      ),
    ]);
    wire.close();
  });

  it('says when there is no reply, or only the end of the connection', async () => {
    const { lines, wire } = await logged();
    wire.post(produce, 9, { acks: 0, timeoutMs: 1000, topicData });
    await wire.send(metadata, 1, { topics: [] });
    expect(lines[1]).toBe('1:1 < Produce v9 0.0 ms (no reply)');
    wire.post(produce, 9, { acks: 0, timeoutMs: 1000, topicData: [{ ...topicData[0]!, name: 'none' }] });
    await wire.closed;
    expect(lines.at(-1)).toMatch(/^1:3 ! Produce v9 0\.0 ms acks=0: .*; the connection is closed$/);
    const other = await Wire.connect(running[0]!.bootstrap);
    other.write(Buffer.from([0, 0, 0, 8, 0, 99, 0, 0, 0, 0, 0, 1]));
    await other.closed;
    expect(lines.at(-1)).toBe('2:? ! 8 bytes: API 99 is not served; the connection is closed');
  });

  it('is of the APIs that are asked for', async () => {
    const { lines, wire } = await logged(new Set(['Metadata']));
    await wire.send(produce, 9, { acks: 1, timeoutMs: 1000, topicData });
    await wire.send(metadata, 1, { topics: [{ name: 'orders' }] });
    expect(lines.map(line => line.slice(0, 16))).toEqual(['1:2 > Metadata v', '1:2 < Metadata v']);
    wire.close();
  });
});
