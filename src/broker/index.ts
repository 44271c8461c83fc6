/**
 * The reference broker, to start in a program or a test:
 *
 *     import { startBroker } from 'mqctl/broker';
 *     const broker = await startBroker({ topics: { orders: 6 } });
 *     // connect any Kafka client to broker.bootstrap
 *     await broker.stop();
 *
 * It speaks Kafka's protocol and writes Kafka's files. docs/broker.md says what it serves.
 */
import { withConfigFile } from './config-file.ts';
import { type BrokerOptions, chooseDataDir } from './options.ts';
import { startServer } from './server.ts';
import type { BrokerStatus } from './status.ts';

export type { Log, LogLevel } from './log-line.ts';
export { mistakeLine } from './mistakes/line.ts';
export type { Mistake, MistakeKind } from './mistakes/mistake.ts';
export type { Answer, Exchange, Observer, Refusal } from './observer.ts';
export type { BrokerOptions } from './options.ts';
export type { ScramUser } from './security/scram/initial-user.ts';
export type { BrokerStatus } from './status.ts';

export interface RunningBroker {
  /** 'host:port', for the bootstrap.servers of clients. */
  readonly bootstrap: string;
  readonly port: number;
  /** 'host:port' of each listener by its name; `bootstrap` is that of the first. */
  readonly listeners: Readonly<Record<string, string>>;
  readonly dataDir: string;
  status(): BrokerStatus;
  /** Closes all connections and files. A temporary data directory is removed. */
  stop(): Promise<void>;
}

/**
 * Starts a broker of one node. Failure (lib/failure.ts) with code USAGE when an option cannot be, with Node's code when the
 * port cannot be had (EADDRINUSE, EACCES, …), with a code DATA_DIRECTORY_… when the directory cannot be used.
 */
export async function startBroker(given: BrokerOptions = {}): Promise<RunningBroker> {
  const options = withConfigFile(given);
  const { dataDir, fs, discard } = chooseDataDir(options.dataDir);
  try {
    const { stop, ...server } = await startServer(options, dataDir, fs);
    let stopping: Promise<void> | undefined;
    const stopOnce = () => {
      stopping ??= stop().finally(discard);
      return stopping;
    };
    return { ...server, dataDir, stop: stopOnce };
  } catch (error) {
    discard();
    throw error;
  }
}
