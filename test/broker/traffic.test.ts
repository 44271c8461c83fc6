import { expect, it } from 'vitest';
import { Traffic } from '../../src/broker/traffic.ts';
import { startTestBroker } from '../support/broker.ts';
import { Wire } from '../support/wire.ts';
import { batchOf, fetchFrom, produceTo } from './apis/ask.ts';

it('traffic is requests, bytes, and records that were taken or given', async () => {
  const traffic = new Traffic();
  const broker = await startTestBroker({ observe: traffic, topics: { orders: 2 } });
  const wire = await Wire.connect(broker.bootstrap);
  await produceTo(wire, 'orders', batchOf(['a', 'b', 'c'], { compression: 'gzip' }));
  await produceTo(wire, 'orders', batchOf(['d']));
  await produceTo(wire, 'orders', batchOf(['refused']), { index: 7 });
  await fetchFrom(wire, 'orders', 0);
  await fetchFrom(wire, 'orders', 0);
  expect(traffic).toMatchObject({ requests: 5, recordsIn: 4, recordsOut: 8 });
  expect(traffic.bytesIn).toBeGreaterThan(300);
  expect(traffic.bytesOut).toBeGreaterThan(300);
  expect(broker.status()).toEqual({ connections: 1, topics: 1, partitions: 2, groups: 0 });
  wire.close();
  await broker.stop();
});
