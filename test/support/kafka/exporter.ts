/** The JMX exporter of Prometheus as an agent of test Kafkas, from its published jar: metrics under the names that operators really have. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './home.ts';

const run = promisify(execFile);
const VERSION = '1.0.1';
const JAR = `jmx_prometheus_javaagent-${VERSION}.jar`;

/** What makes names in the exporter's own examples and in Strimzi's; all of them keep to these forms. */
const USUAL = String.raw`rules:
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+)Percent\w*><>MeanRate', name: kafka_$1_$2_$3_percent }
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+)Percent\w*><>Value', name: kafka_$1_$2_$3_percent }
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+)PerSec\w*, (.+)=(.+)><>Count', name: kafka_$1_$2_$3_total, type: COUNTER, labels: { $4: $5 } }
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+)PerSec\w*><>Count', name: kafka_$1_$2_$3_total, type: COUNTER }
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+), (.+)=(.+)><>Value', name: kafka_$1_$2_$3, labels: { $4: $5 } }
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+)><>Value', name: kafka_$1_$2_$3 }
- { pattern: 'kafka.(\w+)<type=(.+), name=(.+)><>Count', name: kafka_$1_$2_$3_count, type: COUNTER }
`;

/** All MBeans of a broker take seconds on a busy machine; these have neighbours with similar names, too. */
const INCLUDED = `includeObjectNames:
- kafka.server:type=BrokerTopicMetrics,*
- kafka.server:type=KafkaRequestHandlerPool,*
- kafka.server:type=ReplicaFetcherManager,*
- kafka.server:type=ReplicaAlterLogDirsManager,*
- kafka.network:type=SocketServer,*
`;

/** Configurations of the exporter that operators have. */
export const exporterRules = {
  none: INCLUDED,
  usual: `lowercaseOutputName: true\n${INCLUDED}${USUAL}`,
  mixedCase: `${INCLUDED}${USUAL}`,
} as const;

/** An option of a JVM: from then on it tells its metrics at http://127.0.0.1:port/metrics. */
export const exporterOption = (jar: string, port: number, rulesFile: string): string =>
  `-javaagent:${jar}=127.0.0.1:${port}:${rulesFile}`;

/** Fetched once with Maven, next to Kafka's jars. */
export async function exporterJar(): Promise<string> {
  const directory = join(cacheDirectory(), 'jmx-exporter');
  const jar = join(directory, JAR);
  if (existsSync(jar)) return jar;
  const unfinished = join(directory, `unfinished.${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const artifact = `-Dartifact=io.prometheus.jmx:jmx_prometheus_javaagent:${VERSION}`;
  try {
    await run('mvn', ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${unfinished}`], {
      timeout: 300_000,
    });
    renameSync(join(unfinished, JAR), jar);
  } catch (cause) {
    throw new Error(`Maven could not fetch the JMX exporter ${VERSION} into ${directory}`, { cause });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return jar;
}
