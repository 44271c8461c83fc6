/** What `mq broker dev` says when it is ready: lines to paste. */

export interface Welcome {
  readonly bootstrap: string;
  readonly dataDir: string;
  readonly temporary: boolean;
  readonly topics: Readonly<Record<string, number>>;
}

export function welcomeText({ bootstrap, dataDir, temporary, topics }: Welcome): string {
  const topic = Object.keys(topics)[0] ?? 'orders';
  return `A Kafka broker is ready on ${bootstrap}
Data in ${dataDir}${temporary ? ', removed when it stops' : ''}

  echo hello | kcat -P -b ${bootstrap} -t ${topic}
  kcat -C -b ${bootstrap} -t ${topic} -o beginning
  kafka-console-consumer.sh --bootstrap-server ${bootstrap} --topic ${topic} --from-beginning
  new Kafka({ brokers: ['${bootstrap}'] }) // kafkajs

Ctrl-C stops it.
`;
}
