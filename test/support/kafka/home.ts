/**
 * Apache Kafka's published jars, fetched once with Maven: `$KAFKA_CACHE/<version>/libs`, or `~/.cache/apache-kafka/<version>/libs`.
 * Nothing is installed, no Docker, no ZooKeeper: a Java 17 and these jars are a Kafka.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;

export const DEFAULT_KAFKA_VERSION = '4.1.1';

/** What every JVM started here is given. Kafka logs through log4j 2; warnings and worse go to stderr. */
export const JVM_LOGGING = `-Dlog4j2.configurationFile=${join(here, 'log4j2.properties')}`;

/** The directory that holds `libs/*.jar` of a version. The first call of a version downloads about 50 MB. */
export async function kafkaHome(version = DEFAULT_KAFKA_VERSION): Promise<string> {
  const home = join(cacheDirectory(), version);
  if (!isComplete(home)) {
    await requireJava();
    await fetchJars(home, version);
  }
  return home;
}

/** The class path of a home, for `java -cp`. */
export const classPath = (home: string): string => join(home, 'libs', '*');

/** Kafka 4 brokers need Java 17. Says what to install when there is none. */
export async function requireJava(): Promise<void> {
  const advice = 'install a Java runtime of version 17 or newer (Debian: apt-get install openjdk-17-jre-headless)';
  const { stdout, stderr } = await run('java', ['-version']).catch(cause => {
    throw new Error(`Apache Kafka needs Java and \`java -version\` did not run: ${advice}`, { cause });
  });
  const major = Number(/version "(\d+)/.exec(stderr + stdout)?.[1]);
  if (!(major >= 17)) throw new Error(`Apache Kafka 4 needs Java 17, \`java\` on the PATH is ${major}: ${advice}`);
}

export function cacheDirectory(): string {
  return process.env.KAFKA_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'apache-kafka');
}

/** `ready` is the mark of a cache filled by a script that keeps the whole home; `libs/complete` is ours. */
const isComplete = (home: string): boolean =>
  existsSync(join(home, 'ready')) || existsSync(join(home, 'libs/complete'));

async function fetchJars(home: string, version: string): Promise<void> {
  const unfinished = join(home, `libs.${process.pid}`); // renamed at the end: two runs may fetch at the same time
  mkdirSync(home, { recursive: true });
  const maven = ['-q', '-B', '-f', join(here, 'pom.xml'), `-Dkafka.version=${version}`, 'dependency:copy-dependencies'];
  try {
    await run('mvn', [...maven, '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`], { timeout: 300_000 });
    writeFileSync(join(unfinished, 'complete'), '');
    if (isComplete(home)) return;
    rmSync(join(home, 'libs'), { recursive: true, force: true });
    renameSync(unfinished, join(home, 'libs'));
  } catch (cause) {
    const { code, stdout } = cause as { code?: unknown; stdout?: string };
    throw new Error(
      code === 'ENOENT'
        ? 'Apache Kafka is fetched with Maven and there is no `mvn` on the PATH: install it (Debian: apt-get install maven)'
        : `Maven could not fetch Apache Kafka ${version} into ${home}:\n${stdout ?? ''}`,
      { cause },
    );
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
