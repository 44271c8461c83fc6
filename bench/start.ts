/** From spawn to the first answered Metadata, on an empty data directory. */
import { APACHE_KAFKA, startApacheKafka } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { compare, type Line } from './line.ts';
import { startMqBroker } from './mq-broker.ts';
import { alternate } from './samples.ts';
import type { Stage } from './stage.ts';

export async function startLines(stage: Stage): Promise<Line[]> {
  stage.note('start to first answer');
  const once = (start: () => Promise<Broker>) => async () => {
    const { readyMs, stop } = await start();
    await stop();
    return readyMs;
  };
  const contestants = { mq: once(startMqBroker), kafka: once(startApacheKafka) };
  await contestants.mq(); // the first run of a build fills the compile cache
  const { mq, kafka } = await alternate(stage.rounds, contestants);
  const gate = { of: 'ratio', atMost: 0.05 } as const;
  return [compare({ what: 'start to first answer', unit: 'ms', mq, peer: APACHE_KAFKA, theirs: kafka, gate })];
}
