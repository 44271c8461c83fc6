/**
 * The open connections of a cluster: one per broker and purpose, because a broker answers the requests of a connection one after
 * the other and a parked Fetch would delay everything behind it.
 */
import { type Address, showAddress } from './address.ts';
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts';
import { KafkaError } from './error.ts';

/** 'control' for metadata, offsets and administration; producers and readers bring names of their own. */
export type Purpose = 'control' | (string & {});

export class Pool {
  private readonly options: ConnectionOptions;
  private readonly open = new Map<string, Promise<Connection>>();
  private readonly closing = new AbortController();

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  /** The connection to an address, opened when there is none. A bootstrap server has no node id yet. */
  async to(address: Address, node: number | undefined, purpose: Purpose): Promise<Connection> {
    const key = `${purpose} ${showAddress(address)}`;
    for (;;) {
      const opening = this.open.get(key) ?? this.start(key, address, node);
      const connection = await opening;
      if (connection.isUsable) {
        if (node !== undefined) connection.identify(node);
        return connection;
      }
      if (this.open.get(key) === opening) this.drop(key);
    }
  }

  /** A control connection that is open already, whichever. */
  async anyOpen(): Promise<Connection | undefined> {
    for (const [key, opening] of this.open) {
      if (!key.startsWith('control ')) continue;
      const connection = await opening.catch(() => undefined);
      if (connection?.isUsable) return connection;
    }
    return undefined;
  }

  /** Closes the connections of a purpose; what is parked on them fails with ABORTED. */
  release(purpose: Purpose): void {
    for (const key of [...this.open.keys()]) if (key.startsWith(`${purpose} `)) this.drop(key);
  }

  /** Closes all connections, those that are being opened too. */
  async close(): Promise<void> {
    this.closing.abort(closed());
    const opening = [...this.open.values()];
    for (const key of [...this.open.keys()]) this.drop(key);
    await Promise.allSettled(opening);
  }

  private start(key: string, address: Address, node: number | undefined): Promise<Connection> {
    if (this.closing.signal.aborted) throw closed();
    // The caller's signal ends what is under way; what begins after that is clean-up.
    const { signal } = this.options;
    const signals = signal === undefined || signal.aborted ? [] : [signal];
    const options = { ...this.options, signal: AbortSignal.any([this.closing.signal, ...signals]) };
    const opening = openConnection(address, node, options);
    this.open.set(key, opening);
    opening.catch(() => {
      if (this.open.get(key) === opening) this.open.delete(key);
    });
    return opening;
  }

  private drop(key: string): void {
    const opening = this.open.get(key);
    this.open.delete(key);
    opening?.then(
      connection => connection.close(),
      () => {}, // whoever asked for it has been told
    );
  }
}

const closed = (): KafkaError => new KafkaError('ABORTED', 'The connection to the cluster was closed');
