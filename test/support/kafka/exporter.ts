/** The JMX exporter of Prometheus as an agent of test Kafkas, from its published jar: metrics under the names that operators really have. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './home.ts';

const run = promisify(execFile);
const VERSION = '1.0.1';
const JAR = `jmx_prometheus_javaagent-${VERSION}.jar`;

/** For `KafkaOptions.jvmOf`: the agent answers at http://127.0.0.1:port/metrics with the rules of a file. */
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
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return jar;
}
