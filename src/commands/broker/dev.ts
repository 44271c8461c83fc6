import { boolean, integer, option, string } from '@oclif/core/flags';
import { rows } from '../../broker/apis/index.ts';
import { type LogLevel, mistakeLine, type Observer, type RunningBroker, startBroker } from '../../broker/index.ts';
import { together } from '../../broker/observer.ts';
import { RequestLog } from '../../broker/request-log/request-log.ts';
import { Traffic } from '../../broker/traffic.ts';
import { BrokerTalk, clockTime } from '../../cli/broker-dev-view.ts';
import { MqCommand } from '../../cli/command.ts';
import { UsageError } from '../../cli/errors.ts';
import { systemClock } from '../../lib/clock.ts';
import { nearest } from '../../lib/near.ts';

/** What --json prints when the broker is ready. */
interface Ready {
  bootstrap: string;
  port: number;
  nodeId: number;
  dataDir: string;
  /** The data directory is removed when the broker stops. */
  temporary: boolean;
  topics: Record<string, number>;
  pid: number;
}

const levels = ['debug', 'info', 'warn', 'error'] as const;

export default class BrokerDev extends MqCommand<Ready> {
  static override summary = 'Run a Kafka broker for development, without a JVM';
  static override description =
    "One node that speaks Kafka's protocol and writes Kafka's files. It stays in the foreground; Ctrl-C stops it. " +
    'What clients do wrong (an unknown topic, a record too large, a version no longer served, a missing ACL) is told in plain words, ' +
    'with what to do about it; on a terminal a status below shows what goes in and out. ' +
    "--config takes the keys of Kafka's server.properties that the broker acts upon; any other key is refused. Defaults are Kafka's " +
    'own, but for three that suit development: group.initial.rebalance.delay.ms=0 (Kafka: 3000), offsets.topic.replication.factor=1 ' +
    '(3), queued.max.request.bytes=268435456 (no bound).';
  static override examples = [
    { description: 'On port 9092, forgotten when it stops', command: '<%= config.bin %> <%= command.id %>' },
    {
      description: 'With two topics, kept in a directory',
      command: '<%= config.bin %> <%= command.id %> --topic orders:6 --topic billing:3 --data-dir ./kafka-data',
    },
    {
      description: 'For a script: any free port, one line of JSON when ready',
      command: '<%= config.bin %> <%= command.id %> --port 0 --json',
    },
    {
      description: 'Reachable from other machines',
      command: '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --advertised-host kafka.example.com',
    },
    {
      description: 'As strict as production',
      command:
        '<%= config.bin %> <%= command.id %> --config auto.create.topics.enable=false --config group.initial.rebalance.delay.ms=3000',
    },
    {
      description: 'See what a client asks, and what it is told',
      command: '<%= config.bin %> <%= command.id %> --log-requests Metadata,Produce',
    },
  ];
  static override flags = {
    port: integer({ default: 9092, helpGroup: 'LISTEN', helpValue: 'N', summary: 'where to listen; 0 lets the system choose' }),
    host: string({ summary: 'the address to listen on, 127.0.0.1 if not said; 0.0.0.0 for every interface' }),
    'advertised-host': string({
      helpValue: 'HOST',
      summary: 'where clients are told to connect; else --host, or the name of this machine with 0.0.0.0',
    }),
    'node-id': integer({ default: 1, helpValue: 'N', summary: 'the id of the broker' }),
    'data-dir': string({
      helpValue: 'DIR',
      summary: 'keep the data here; else in a temporary directory, removed at the end',
    }),
    topic: string({
      helpValue: 'NAME[:PARTITIONS]',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'a topic to have, with 1 partition if not said',
    }),
    config: string({
      helpValue: 'KEY=VALUE',
      multiple: true,
      multipleNonGreedy: true,
      summary: "a broker setting with Kafka's name",
    }),
    json: boolean({ summary: 'print one line of JSON when ready, nothing else' }),
    'log-level': option({ options: levels, default: 'warn' as const, summary: 'what to tell on stderr' })(),
  };

  async run(): Promise<Ready> {
    const { flags } = await this.parse(BrokerDev);
    const topics = topicsOf(flags.topic ?? []);
    const dataDir = flags['data-dir'];
    const advertisedHost = flags['advertised-host'];
    const config = configOf(flags.config ?? []);
    const port = flags.port ?? (config.listeners === undefined ? 9092 : undefined);
    const broker = await startBroker({
      nodeId: flags['node-id'],
      topics,
      config,
      log: (level, line) => this.talk(level, line, flags['log-level']),
      ...(port === undefined ? {} : { port }),
      ...(flags.host === undefined ? {} : { host: flags.host }),
      ...(advertisedHost === undefined ? {} : { advertisedHost }),
      ...(dataDir === undefined ? {} : { dataDir }),
    });
    const ready = {
      bootstrap: broker.bootstrap,
      port: broker.port,
      nodeId: flags['node-id'],
      dataDir: broker.dataDir,
      temporary: dataDir === undefined,
      topics,
      pid: process.pid,
    };
    this.print(flags.json ? `${JSON.stringify(ready)}\n` : welcome(ready));
    await this.untilStopped(broker);
    return ready;
  }

  private talk(level: LogLevel, line: string, least: LogLevel): void {
    if (levels.indexOf(level) >= levels.indexOf(least)) this.note(`${level}: ${line}`);
  }

  private async untilStopped(broker: RunningBroker): Promise<void> {
    const { signal } = this;
    if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }));
    await broker.stop();
  }
}

function welcome({ bootstrap, dataDir, temporary, topics }: Ready): string {
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

function topicsOf(given: readonly string[]): Record<string, number> {
  const topics: Record<string, number> = {};
  for (const text of given) {
    const [, name, partitions = '1'] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
    if (name === undefined)
      throw new UsageError(`--topic ${text}: a name, or a name and a number of partitions`, {
        advice: '--topic orders:6',
      });
    if (name in topics) throw new UsageError(`--topic ${name} is given twice`);
    topics[name] = Number(partitions);
  }
  return topics;
}

function configOf(given: readonly string[]): Record<string, string> {
  const config: Record<string, string> = {};
  for (const text of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined)
      throw new UsageError(`--config ${text}: a key and a value`, { advice: '--config num.partitions=6' });
    if (key.trim() in config) throw new UsageError(`--config ${key.trim()} is given twice`);
    config[key.trim()] = value.trim();
  }
  return config;
}
