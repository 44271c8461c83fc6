/** A Kafka cluster as the rest of mq sees it: calls that find the right broker, the right version, and the right moment. */
import type { AnyApi, Api } from '../protocol/api.ts';
import { metadata } from '../protocol/apis/03-metadata.ts';
import type { Fields, Infer } from '../protocol/schema.ts';
import { type Address, parseBootstrap } from './address.ts';
import { advertisedElsewhere, bootstrapFailure, unreachable } from './bootstrap.ts';
import type { BodyOf, Connection } from './connection.ts';
import { askCoordinator, Coordinators } from './coordinators.ts';
import { KafkaError, refuse } from './error.ts';
import { type ClusterMetadata, MetadataCache, metadataRequest, readMetadata } from './metadata.ts';
import { Pool, type Purpose } from './pool.ts';
import { isRepeatable } from './repeatable.ts';
import { abortable, type RetryOptions, type RetryPolicy, retrying, retryPolicy } from './retry.ts';
import type { SaslOptions } from './sasl/authenticate.ts';
import type { TlsOptions } from './socket.ts';
import { staleTargetCode } from './stale-target.ts';
import { commonVersion, type VersionLimits } from './version.ts';

export interface ClusterOptions {
  readonly bootstrap: string | readonly string[];
  /** 'mq' when left out. */
  readonly clientId?: string | undefined;
  readonly tls?: TlsOptions | undefined;
  readonly sasl?: SaslOptions | undefined;
  /** For one attempt, as request.timeout.ms; 30 000. */
  readonly requestTimeoutMs?: number | undefined;
  /** For TCP and TLS, and for each step of the handshake after it; 10 000. */
  readonly connectTimeoutMs?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  /** Ends whatever is under way when it aborts. Calls made after that still run, so that a caller can clean up. */
  readonly signal?: AbortSignal | undefined;
}

/** Whom to ask: any broker, the controller, a node id, the coordinator of a group or transactional id, a partition's leader. */
export type Target =
  | 'any'
  | 'controller'
  | number
  | { readonly group: string }
  | { readonly transaction: string }
  | { readonly leader: { readonly topic: string; readonly partition: number } };

export interface CallOptions extends VersionLimits {
  /** For one attempt; the cluster's requestTimeoutMs when left out. */
  readonly timeoutMs?: number | undefined;
  /** 1 for a caller that retries on its own; the retry policy's when left out. */
  readonly attempts?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class Cluster {
  readonly retry: RetryPolicy;
  /** Leaders and addresses; for the parts of the gateway that route for themselves. */
  readonly routes = new MetadataCache(topics => this.metadata(topics));
  readonly requestTimeoutMs: number;
  readonly options: ClusterOptions;
  private readonly bootstrap: readonly Address[];
  private readonly pool: Pool;
  private readonly coordinators = new Coordinators();

  constructor(options: ClusterOptions) {
    this.options = options;
    this.bootstrap = parseBootstrap(options.bootstrap);
    this.retry = retryPolicy(options.retry);
    this.requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
    this.pool = new Pool({
      clientId: options.clientId ?? 'mq',
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      tls: options.tls,
      sasl: options.sasl,
      signal: options.signal,
    });
  }

  /**
   * Sends a request and resolves with the answer. Tries again, within the retry policy, when no broker could be reached, the
   * target has moved, or an answer got lost and asking twice does no harm. Errors inside the answer are the caller's to look at.
   */
  call<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    body: BodyOf<Req>,
    target: Target = 'any',
    options: CallOptions = {},
  ): Promise<Infer<Res>> {
    const signal = options.signal ?? this.signal;
    const request = { ...options, timeoutMs: options.timeoutMs ?? this.requestTimeoutMs, signal };
    const repeatable = isRepeatable(api);
    const attempt = async () => {
      try {
        const connection = await abortable(this.route(target), signal, api.name);
        const response = await connection.request(api, body, request);
        const stale = staleTargetCode(response, typeof target === 'object' && 'leader' in target);
        refuse(stale, `${api.name} to ${connection.peer}`, { retriable: true, broker: connection.peer });
        return response;
      } catch (error) {
        if (error instanceof KafkaError && error.retriable) await this.forget(target);
        throw error;
      }
    };
    const policy = { ...this.retry, attempts: options.attempts ?? this.retry.attempts };
    return retrying(policy, signal, attempt, error => error.retriable && (repeatable || !error.ambiguous));
  }

  /** The version that a call would use, or undefined when the broker has none in common with us. */
  async versionOf(api: AnyApi, node?: number): Promise<number | undefined> {
    const connection = await this.route(node ?? 'any');
    return commonVersion(api, connection.ranges);
  }

  /** Brokers and topics as they are now; all topics when none are named. A topic that cannot be described carries its error. */
  async metadata(topics?: readonly string[], options: CallOptions = {}): Promise<ClusterMetadata> {
    const response = await this.call(metadata, metadataRequest(topics ?? null), 'any', options);
    refuse(response.errorCode, 'Reading the metadata of the cluster');
    const found = readMetadata(response);
    this.routes.accept(found);
    return found;
  }

  /** A connection to a broker for callers that pipeline and retry on their own. */
  async connection(node: number, purpose: Purpose): Promise<Connection> {
    const address = this.routes.addressOf(node);
    if (address === undefined) throw noSuchBroker(node, true);
    return this.pool.to(address, node, purpose).catch(error => {
      throw advertisedElsewhere(error, node, address);
    });
  }

  /** Closes the connections of a purpose; what is in flight on them fails with ABORTED. */
  release(purpose: Purpose): void {
    this.pool.release(purpose);
  }

  /** Ends all connections; what is in flight fails with ABORTED. */
  async close(): Promise<void> {
    await this.pool.close();
  }

  /** The signal for a caller that brings none; see ClusterOptions. */
  get signal(): AbortSignal | undefined {
    return this.options.signal?.aborted ? undefined : this.options.signal;
  }

  /** First contact: the bootstrap servers in order, once. Rejects with one CONNECT that names them all, or with AUTH. */
  async open(): Promise<void> {
    const failures: KafkaError[] = [];
    for (const address of this.bootstrap) {
      try {
        const connection = await this.pool.to(address, undefined, 'control');
        const request = { timeoutMs: this.requestTimeoutMs, signal: this.signal };
        const response = await connection.request(metadata, metadataRequest([]), request);
        this.routes.accept(readMetadata(response));
        return;
      } catch (error) {
        failures.push(bootstrapFailure(error, address, this.options));
      }
    }
    throw unreachable(failures);
  }

  private async route(target: Target): Promise<Connection> {
    if (target === 'any') return this.anyConnection();
    return this.connection(await this.nodeOf(target), 'control');
  }

  /** The node id that a target stands for at present, as far as known. */
  async nodeOf(target: Exclude<Target, 'any'>): Promise<number> {
    if (typeof target === 'number') {
      if (this.routes.addressOf(target) === undefined) await this.routes.refresh();
      if (this.routes.addressOf(target) === undefined) throw noSuchBroker(target, false);
      return target;
    }
    if (target === 'controller') {
      if (this.routes.controllerId < 0) await this.routes.refresh();
      if (this.routes.controllerId >= 0) return this.routes.controllerId;
      throw new KafkaError('NOT_CONTROLLER', 'The cluster has no controller at present', { retriable: true });
    }
    if ('leader' in target) return (await this.routes.leader(target.leader.topic, target.leader.partition)).node;
    const [kind, key] =
      'group' in target ? (['group', target.group] as const) : (['transaction', target.transaction] as const);
    const request = { timeoutMs: this.requestTimeoutMs };
    return this.coordinators.node(kind, key, async () =>
      askCoordinator(await this.anyConnection(), kind, key, request),
    );
  }

  /** After a failure: what routing believed of the target may be wrong. */
  private async forget(target: Target): Promise<void> {
    if (target === 'any') return;
    if (typeof target === 'object' && 'group' in target) return this.coordinators.forget('group', target.group);
    if (typeof target === 'object' && 'transaction' in target)
      return this.coordinators.forget('transaction', target.transaction);
    const topics = typeof target === 'object' ? [target.leader.topic] : [];
    await this.routes.refresh(topics);
  }

  /** One that is open, else the first that can be reached: known brokers, then the bootstrap servers again. */
  private async anyConnection(): Promise<Connection> {
    const open = await this.pool.anyOpen();
    if (open !== undefined) return open;
    const failures: KafkaError[] = [];
    const known = this.routes.nodes.map(node => ({ node, address: this.routes.addressOf(node)! }));
    for (const { node, address } of [...known, ...this.bootstrap.map(address => ({ node: undefined, address }))]) {
      try {
        return await this.pool.to(address, node, 'control');
      } catch (error) {
        failures.push(bootstrapFailure(error, address, this.options));
      }
    }
    throw unreachable(failures);
  }
}

const noSuchBroker = (node: number, retriable: boolean): KafkaError =>
  new KafkaError('BROKER_NOT_AVAILABLE', `The cluster has no broker ${node} at present`, { retriable, broker: node });

/** Connects to a cluster; `close()` it. Rejects at once with one clear CONNECT or AUTH when that is not possible. */
export async function connect(options: ClusterOptions): Promise<Cluster> {
  const cluster = new Cluster(options);
  try {
    await cluster.open();
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}
