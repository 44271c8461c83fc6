/** Resident memory of a broker: when it has just started, and after 1 GB of 1 KiB records went in and came out again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { APACHE_KAFKA, startApacheKafka } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { type Bound, compare, type Line } from './line.ts';
import { fetch, produce } from './load.ts';
import { startMqBroker } from './mq-broker.ts';
import { residentMiB } from './processes.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const VALUE_BYTES = 1024;
const RECORDS = Math.ceil(1e9 / VALUE_BYTES);
/** For what starts behind the first answer. */
const SETTLED_MS = 1_000;

export async function memoryLines(stage: Stage): Promise<Line[]> {
  stage.note('memory');
  const once = (start: () => Promise<Broker>) => async () => {
    const broker = await start();
    try {
      await sleep(SETTLED_MS);
      const idle = residentMiB(broker.pid);
      return await withTopic(broker, 4, async topic => {
        const what = { bootstrap: broker.bootstrap, topic, records: RECORDS };
        await produce({ ...what, valueBytes: VALUE_BYTES });
        await fetch(what);
        return { idle, used: residentMiB(broker.pid), peak: residentMiB(broker.pid, 'peak') };
      });
    } finally {
      await broker.stop();
    }
  };
  const { mq, kafka } = await alternate(stage.rounds, { mq: once(startMqBroker), kafka: once(startApacheKafka) });
  const line = (what: string, which: 'idle' | 'used' | 'peak', gate: readonly Bound[] = []) =>
    compare({
      what,
      unit: 'MiB',
      mq: mq.map(each => each[which]),
      peer: APACHE_KAFKA,
      theirs: kafka.map(each => each[which]),
      ...(gate.length > 0 ? { gate } : {}),
    });
  return [
    line('memory idle', 'idle'),
    line('memory after 1 GB in and out', 'used', [
      { of: 'mq', atMost: 150 },
      { of: 'ratio', atMost: 0.25 },
    ]),
    line('· at its highest', 'peak'),
  ];
}
