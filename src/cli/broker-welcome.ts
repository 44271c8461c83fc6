/** What `mq broker dev` says when it is ready: lines to paste. */

export interface Welcome {
  readonly bootstrap: string;
  /** Addresses by the names of the listeners. */
  readonly listeners: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly temporary: boolean;
  readonly topics: Readonly<Record<string, number>>;
}

export function welcomeText({ bootstrap, listeners, dataDir, temporary, topics }: Welcome): string {
  const topic = Object.keys(topics)[0] ?? 'orders';
  const open = listeners.PLAINTEXT ?? bootstrap; // for the lines to paste, which know no password
  const all = Object.entries(listeners);
  const where = all.length === 1 ? bootstrap : all.map(([name, address]) => `${address} (${name})`).join(', ');
  return `A Kafka broker is ready on ${where}
Data in ${dataDir}${temporary ? ', removed when it stops' : ''}

  echo hello | kcat -P -b ${open} -t ${topic}
  kcat -C -b ${open} -t ${topic} -o beginning
  kafka-console-consumer.sh --bootstrap-server ${open} --topic ${topic} --from-beginning
  new Kafka({ brokers: ['${open}'] }) // kafkajs

Ctrl-C stops it.
`;
}
