import { rows } from '../../broker/apis/index.ts';
import { withConfigFile } from '../../broker/config-file.ts';
import { type BrokerOptions, type LogLevel, mistakeLine, type RunningBroker, startBroker } from '../../broker/index.ts';
import { type Observer, together } from '../../broker/observer.ts';
import { RequestLog } from '../../broker/request-log/request-log.ts';
import { parseScramUser } from '../../broker/security/scram/initial-user.ts';
import { Traffic } from '../../broker/traffic.ts';
import { apisOf, brokerDevFlags, configOf, logLevels, topicsOf } from '../../cli/broker-dev-flags.ts';
import { BrokerTalk, clockTime } from '../../cli/broker-dev-view.ts';
import { welcomeText } from '../../cli/broker-welcome.ts';
import { MqCommand } from '../../cli/command.ts';
import { systemClock } from '../../lib/clock.ts';

const DEFAULT_PORT = 9092;

/** What --json prints when the broker is ready. */
interface Ready {
  bootstrap: string;
  /** 'host:port' by the name of the listener. */
  listeners: Readonly<Record<string, string>>;
  port: number;
  nodeId: number;
  dataDir: string;
  /** The data directory is removed when the broker stops. */
  temporary: boolean;
  topics: Record<string, number>;
  pid: number;
}

export default class BrokerDev extends MqCommand<Ready> {
  static override summary = 'Run a Kafka broker for development, without a JVM';
  static override description =
    "One node that speaks Kafka's protocol and writes Kafka's files. It stays in the foreground; Ctrl-C stops it. " +
    'What clients do wrong (an unknown topic, a record too large, a version no longer served, a missing ACL) is told in plain words ' +
    'with what to do about it; on a terminal a status below shows what goes in and out. ' +
    "--config and --config-file take the keys of Kafka's server.properties; one that has no effect here is told, an unknown one is refused. Defaults are Kafka's " +
    'own, but for five that suit development: group.initial.rebalance.delay.ms=0 (Kafka: 3000), offsets.topic.replication.factor=1 ' +
    '(3), transaction.state.log.replication.factor=1 (3), transaction.state.log.min.isr=1 (2), queued.max.request.bytes=268435456 ' +
    '(no bound).';
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
      description: 'With users and passwords, beside a port that asks for none',
      command:
        '<%= config.bin %> <%= command.id %> --config listeners=PLAINTEXT://localhost:9092,SASL_PLAINTEXT://localhost:9093 --config sasl.enabled.mechanisms=SCRAM-SHA-512 --add-scram SCRAM-SHA-512=[name=alice,password=alice-secret]',
    },
    {
      description: 'As strict as production',
      command:
        '<%= config.bin %> <%= command.id %> --config auto.create.topics.enable=false --config group.initial.rebalance.delay.ms=3000',
    },
    {
      description: 'See what clients ask and what they are told',
      command: '<%= config.bin %> <%= command.id %> --log-requests Metadata,Produce',
    },
  ];
  static override flags = brokerDevFlags;

  async run(): Promise<Ready> {
    const { flags } = await this.parse(BrokerDev);
    const topics = topicsOf(flags.topic ?? []);
    const { port, host, 'log-level': least } = flags;
    const given = {
      port,
      host,
      advertisedHost: flags['advertised-host'],
      nodeId: flags['node-id'],
      dataDir: flags['data-dir'],
      configFile: flags['config-file'],
    };
    const config = configOf(flags.config ?? []);
    const options = withConfigFile({ ...(onlyGiven(given) as BrokerOptions), config });
    const isTold = (level: LogLevel) => logLevels.indexOf(level) >= logLevels.indexOf(least);

    const talk = new BrokerTalk(!flags.json);
    const traffic = new Traffic();
    const observe = together([
      ...(talk.isLive ? [traffic] : []),
      ...(flags['log-requests'] === undefined ? [] : [requestLog(flags['log-requests'], talk)]),
    ]);
    const broker = await startBroker({
      // Listeners of the configuration have ports of their own.
      ...(saysWhere(options) ? {} : { port: DEFAULT_PORT }),
      ...options,
      topics,
      scramUsers: (flags['add-scram'] ?? []).map(parseScramUser),
      flush: flags.flush,
      log: (level, line) => {
        if (isTold(level)) talk.line(`${level}: ${line}`);
      },
      ...(isTold('warn') ? { onMistake: mistake => talk.mistake(mistake, () => mistakeLine(mistake)) } : {}),
      ...(observe === undefined ? {} : { observe }),
    });
    const ready = {
      bootstrap: broker.bootstrap,
      listeners: broker.listeners,
      port: broker.port,
      nodeId: options.nodeId ?? 1,
      dataDir: broker.dataDir,
      temporary: options.dataDir === undefined,
      topics,
      pid: process.pid,
    };
    this.print(flags.json ? `${JSON.stringify(ready)}\n` : `${welcomeText(ready)}${talk.isLive ? '\n' : ''}`);
    talk.follow(() => sampleOf(broker, traffic));
    await this.untilStopped();
    talk.close();
    await broker.stop();
    return ready;
  }

  private async untilStopped(): Promise<void> {
    const { signal } = this;
    if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }));
  }
}

const onlyGiven = (flags: object): object =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));

function requestLog(apis: string, talk: BrokerTalk): Observer {
  const known = rows.map(({ api }) => api.name);
  const print = (line: string) => {
    const now = new Date();
    talk.line(`${clockTime(now)}.${String(now.getMilliseconds()).padStart(3, '0')} ${line}`);
  };
  return new RequestLog({ apis: apisOf(apis, known), clock: systemClock, print });
}

const sampleOf = (broker: RunningBroker, { requests, recordsIn, recordsOut, bytesIn, bytesOut }: Traffic) => ({
  atMs: systemClock.monotonicMs(),
  ...broker.status(),
  requests,
  recordsIn,
  recordsOut,
  bytesIn,
  bytesOut,
});

const saysWhere = ({ config }: BrokerOptions): boolean =>
  config?.listeners !== undefined || config?.['advertised.listeners'] !== undefined;
