/** A command that asks a cluster one question: whole processes, on the same Apache Kafka. */
import { kafkaTopics } from './apache-kafka.ts';
import { compare, type Line } from './line.ts';
import { mq } from './mq.ts';
import { alternate } from './samples.ts';
import type { Stage } from './stage.ts';

export async function topicListLines(stage: Stage): Promise<Line[]> {
  const { bootstrap } = (await stage.brokers()).kafka;
  stage.note('topic list');
  const contestants = {
    ours: async () => (await mq(['topic', 'list', '--bootstrap-server', bootstrap])).seconds * 1e3,
    theirs: async () => (await kafkaTopics(['--list', '--bootstrap-server', bootstrap])).seconds * 1e3,
  };
  await alternate(1, contestants);
  const { ours, theirs } = await alternate(stage.rounds * 2, contestants);
  const gate = { of: 'ratio', atMost: 0.33 } as const;
  return [compare({ what: 'mq topic list', unit: 'ms', mq: ours, peer: 'kafka-topics.sh --list', theirs, gate })];
}
