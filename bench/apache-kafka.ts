/** Apache Kafka out of the parts of the test harness, run as its own scripts run it (kafka-server-start.sh, kafka-run-class.sh). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatStorage } from '../test/support/kafka/format.ts';
import { classPath, DEFAULT_KAFKA_VERSION, JVM_LOGGING, kafkaHome, requireJava } from '../test/support/kafka/home.ts';
import { startNode } from '../test/support/kafka/node.ts';
import { freePorts } from '../test/support/kafka/ports.ts';
import { nodeProperties, PORTS_PER_NODE } from '../test/support/kafka/properties.ts';
import { type Broker, sameSettings } from './broker.ts';
import { type Finished, run } from './processes.ts';
import { scratchDirectory } from './scratch.ts';
import { untilMetadata } from './until-metadata.ts';

export const APACHE_KAFKA = `Apache Kafka ${DEFAULT_KAFKA_VERSION}`;

/** KAFKA_JVM_PERFORMANCE_OPTS of kafka-run-class.sh. */
const JVM = [
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Djava.awt.headless=true',
];

/** Kafka's defaults where the harness saves; one replica of its own topics, since there is one node. */
const defaults = {
  'num.network.threads': '3',
  'num.io.threads': '8',
  'offsets.topic.num.partitions': '50',
  'broker.session.timeout.ms': '9000',
  'broker.heartbeat.interval.ms': '2000',
};

/** Rejects, saying what to install, without Java 17 or Maven. */
export async function startApacheKafka(): Promise<Broker> {
  await requireJava();
  const home = await kafkaHome();
  const clusterDir = scratchDirectory('kafka-');
  const [plaintext, controller, saslPlaintext, ssl, saslSsl] = (await freePorts(PORTS_PER_NODE)) as Ports;
  const ports = { plaintext, controller, saslPlaintext, ssl, saslSsl };
  const propertiesFile = join(clusterDir, 'server.properties');
  const security = { sasl: false, tlsDir: undefined, users: {} };
  const properties = nodeProperties(1, [ports], join(clusterDir, 'data'), security, { ...defaults, ...sameSettings });
  mkdirSync(clusterDir, { recursive: true });
  writeFileSync(propertiesFile, properties);
  await formatStorage([propertiesFile], security);
  const files = { home, clusterDir, propertiesFile, logFile: join(clusterDir, 'log') };
  const spawnMs = performance.now();
  const node = await startNode({ ...files, heapMB: 1024, jvm: ['-Xms1G', ...JVM] });
  await untilMetadata(plaintext);
  const readyMs = performance.now() - spawnMs;
  return {
    name: 'Apache Kafka',
    bootstrap: `127.0.0.1:${plaintext}`,
    pid: node.pid,
    readyMs,
    stop: () => node.kill(),
  };
}

type Ports = [number, number, number, number, number];

/** Runs kafka-topics.sh, or rather the java command that it ends in. */
export async function kafkaTopics(args: readonly string[]): Promise<Finished> {
  const home = await kafkaHome();
  return run('java', [
    '-Xmx256M',
    ...JVM,
    JVM_LOGGING,
    '-cp',
    classPath(home),
    'org.apache.kafka.tools.TopicCommand',
    ...args,
  ]);
}
