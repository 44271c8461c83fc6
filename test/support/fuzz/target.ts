/** A broker without sockets to send frames to: what it must not do is fail otherwise than by refusing. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows } from '../../../src/broker/apis/index.ts';
import { CloseConnection } from '../../../src/broker/apis/row.ts';
import type { Broker } from '../../../src/broker/broker.ts';
import { Settings } from '../../../src/broker/config/settings.ts';
import { startValues } from '../../../src/broker/config/start.ts';
import { Dispatch } from '../../../src/broker/dispatch.ts';
import { unsyncedFileSystem } from '../../../src/broker/log/file-system.ts';
import type { LogStore } from '../../../src/broker/log/log-store.ts';
import { BufferPool } from '../../../src/broker/network/buffer-pool.ts';
import { OutboundBytes } from '../../../src/broker/network/outbound-bytes.ts';
import { LastReply, type Peer, type Reply } from '../../../src/broker/network/peer.ts';
import type { Answer, Exchange } from '../../../src/broker/observer.ts';
import { haveTopics, openBroker } from '../../../src/broker/open.ts';
import { ANONYMOUS } from '../../../src/broker/security/principal.ts';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { decodeResponse } from '../../../src/protocol/frame.ts';

/** Topics come and go by the thousand: a disk takes a third of the time. */
const IN_MEMORY = '/dev/shm';

export interface TargetOptions {
  readonly config?: Readonly<Record<string, string>>;
  /** Every answer, before it is checked. */
  readonly answered?: (exchange: Exchange, answer: Answer) => void;
}

export class FuzzTarget {
  /** What the broker should not have done, with the frame that made it. */
  readonly findings: { readonly frame: Buffer; readonly error: unknown }[] = [];
  answers = 0;
  refusals = 0;
  parked = 0;
  private readonly dataDir = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'mq-fuzz-'));
  private readonly dispatch: Dispatch;
  private readonly broker: Broker;
  private readonly logs: LogStore;
  private readonly closers = new Set<() => void>();
  private exchange: Exchange | undefined;

  constructor({ config = {}, answered }: TargetOptions = {}) {
    const settings = new Settings(
      startValues({ 'num.partitions': '2', 'offsets.topic.num.partitions': '2', ...config }),
    );
    this.dispatch = new Dispatch(rows, () => {}, {
      received: exchange => {
        this.exchange = exchange;
      },
      ...(answered === undefined ? {} : { answered }),
    });
    const surroundings = {
      fs: unsyncedFileSystem,
      advertised: this.dispatch.advertised,
      outbound: new OutboundBytes(128 * 1024 * 1024),
      pool: new BufferPool(),
      log: () => {},
    };
    const { broker, logs } = openBroker({ id: 1, rack: null }, this.dataDir, settings, surroundings);
    haveTopics({ orders: 3, billing: 1, changes: 1 }, broker);
    this.broker = broker;
    this.logs = logs;
  }

  send(frame: Buffer): void {
    this.exchange = undefined;
    try {
      const reply = this.dispatch.handle(frame, this.peer(), this.broker);
      const exchange = this.exchange as Exchange | undefined;
      if (!(reply instanceof Promise)) {
        this.check(frame, exchange, reply);
        return;
      }
      this.parked++;
      reply.then(
        late => this.check(frame, exchange, late),
        error => this.judge(frame, error, true),
      );
    } catch (error) {
      this.judge(frame, error, this.exchange !== undefined);
    }
  }

  /** As if every client had gone; and lets happen what was put off. */
  async settle(): Promise<void> {
    for (const run of [...this.closers]) run();
    this.closers.clear();
    await new Promise(resolve => setImmediate(resolve));
  }

  async close(): Promise<void> {
    await this.settle();
    this.broker.transactions.shutdown();
    this.broker.groups.shutdown();
    await this.logs.close();
    await new Promise(resolve => setImmediate(resolve));
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** An answer that its client can read. */
  private check(frame: Buffer, exchange: Exchange | undefined, reply: Reply): void {
    this.answers++;
    if (reply === undefined || exchange === undefined) return;
    try {
      decodeResponse(exchange.api, exchange.version, Buffer.concat(reply).subarray(4));
    } catch (error) {
      // A reply may be longer than what a request may be.
      if (!/array elements$/.test((error as Error).message)) this.findings.push({ frame: Buffer.from(frame), error });
    }
  }

  private judge(frame: Buffer, error: unknown, wasRead: boolean): void {
    this.refusals++;
    // A reply that cannot be encoded is a ProtocolError too.
    const isRefusal = error instanceof CloseConnection || error instanceof LastReply;
    if (isRefusal || (error instanceof ProtocolError && !wasRead)) return;
    this.findings.push({ frame: Buffer.from(frame), error });
  }

  private peer(): Peer {
    return {
      id: 1,
      host: '/127.0.0.1',
      principal: ANONYMOUS,
      listener: { name: 'PLAINTEXT', advertised: { host: '127.0.0.1', port: 9092 } },
      limitFrames: () => {},
      throttle: () => {},
      onceClosed: run => {
        this.closers.add(run);
        return () => this.closers.delete(run);
      },
    };
  }
}
