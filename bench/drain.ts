/**
 * Moving a backlog by key from 4 to 12 partitions, 100 B values: `mq backlog drain`, by the clock of the whole command with its plan, its
 * commits and its verification, against two relays that do none of that. Slow ones move a part; what counts is records a second.
 */

import { commitOffsets } from '../src/kafka/committed-offsets.ts';
import { connect } from '../src/kafka/index.ts';
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { type Backlog, haveKcat, kafkajsRelay, kcatPipe, mqDrain } from './drain-contestants.ts';
import { compare, type Line } from './line.ts';
import { produce } from './load.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const PARTITIONS = 4;
const RECORDS = 3_000_000;

export async function drainLines(stage: Stage): Promise<Line[]> {
  const { mq, kafka } = await stage.brokers();
  return [
    ...(await onBroker(stage, mq, 'the bundled broker', 8)),
    ...(await onBroker(stage, kafka, APACHE_KAFKA, undefined)),
  ];
}

async function onBroker(stage: Stage, broker: Broker, where: string, timesKafkajs: number | undefined) {
  stage.note(`drain on ${where}`);
  const { bootstrap } = broker;
  return withTopic(broker, PARTITIONS, async topic => {
    await produce({ bootstrap, topic, records: RECORDS, valueBytes: 100 });
    const backlog = { bootstrap, topic, records: RECORDS, group: `behind-${topic}` };
    await commitNothingRead(backlog);
    const withKcat = await haveKcat().catch(error => stage.leaveOut(`kcat | kcat on ${where}`, error));
    const contestants = {
      mq: mqDrain(backlog),
      kcat: withKcat ? kcatPipe(backlog) : async () => 0,
      kafkajs: kafkajsRelay(backlog),
    };
    const { mq, kcat, kafkajs } = await alternate(stage.rounds, contestants);
    const ours = { unit: 'k records/s', mq: mq.map(each => each.krecords) };
    const gate = timesKafkajs === undefined ? {} : { gate: { of: 'ratio', atLeast: timesKafkajs } as const };
    const moving = { ...ours, mq: mq.map(each => each.krecordsMoving) };
    return [
      compare({ ...ours, what: `drain on ${where}`, peer: 'kafkajs relay', theirs: kafkajs, ...gate }),
      ...(withKcat ? [compare({ ...ours, what: `drain on ${where}`, peer: 'kcat | kcat', theirs: kcat })] : []),
      compare({ ...moving, what: '· the move without the rest', peer: 'kafkajs relay', theirs: kafkajs }),
    ];
  });
}

async function commitNothingRead({ bootstrap, topic, group }: Backlog): Promise<void> {
  const cluster = await connect({ bootstrap });
  const start = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, offset: 0 }));
  await commitOffsets(cluster, group, start);
  await cluster.close();
}
