/** One of the two brokers that are compared: asks it the rows, and remembers what it answered. */
import type { AnyApi } from '../../../src/protocol/api.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { encodeRequest } from '../../../src/protocol/frame.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { Wire } from '../../support/wire.ts';
import type { Asked, Body, Row } from './subject.ts';

export class Side {
  static async of(bootstrap: string): Promise<Side> {
    return new Side(bootstrap, await Wire.connect(bootstrap));
  }

  readonly bootstrap: string;
  wire: Wire;
  private isOpen = true;
  private readonly answers = new Map<string, unknown>();
  private topicIds = new Map<string, string>();

  private constructor(bootstrap: string, wire: Wire) {
    this.bootstrap = bootstrap;
    this.wire = this.opened(wire);
  }

  close(): void {
    this.wire.close();
  }

  async ask(subject: string, [title, api, , body]: Row, version: number): Promise<unknown> {
    const made = structuredBody(typeof body === 'function' ? await this.make(subject, body as Body, version) : body);
    if (!this.isOpen) this.wire = this.opened(await Wire.connect(this.bootstrap));
    const answer = await this.wire.send(api, version, made as never);
    this.answers.set(`${subject} / ${title} / ${version}`, answer);
    return answer;
  }

  /** A broker that closes the connection fails one row, and not all that follow. */
  private opened(wire: Wire): Wire {
    this.isOpen = true;
    void wire.closed.then(() => {
      this.isOpen = false;
    });
    return wire;
  }

  /** The frame of the row as `ask` would send it, for those who want to spoil it. */
  async frameOf(subject: string, [, api, , body]: Row, version: number): Promise<Buffer> {
    const made = structuredBody(typeof body === 'function' ? await this.make(subject, body as Body, version) : body);
    return Buffer.concat(encodeRequest(api as AnyApi, version, { correlationId: 1, clientId: 'wire' }, made as never));
  }

  /** Kafka makes __consumer_offsets and __transaction_state and gets its producer ids in its own time. */
  async untilCoordinated(): Promise<void> {
    const groups = { coordinatorKeys: ['g'] };
    await this.until(async () => (await this.wire.send(p.findCoordinator, 6, groups)).coordinators[0]!.errorCode);
    await this.until(
      async () => (await this.wire.send(p.offsetFetch, 7, { groupId: 'g', topics: null })).errorCode ?? 0,
    );
    const transactions = { coordinatorKeys: ['t'], keyType: 1 };
    await this.until(async () => (await this.wire.send(p.findCoordinator, 6, transactions)).coordinators[0]!.errorCode);
    for (const transactionalId of [null, 't']) {
      const request = { transactionalId, transactionTimeoutMs: 1000 };
      await this.until(async () => (await this.wire.send(p.initProducerId, 4, request)).errorCode);
    }
  }

  private async until(errorCode: () => Promise<number>): Promise<void> {
    while ((await errorCode()) !== 0) await new Promise(resolve => setTimeout(resolve, 50));
  }

  private async make(subject: string, body: Body, version: number): Promise<object> {
    const asked: Asked = {
      version,
      answer: (title, at = version) => {
        const key = `${subject} / ${title} / ${at}`;
        if (!this.answers.has(key)) throw new Error(`no answer was kept of ${key}`);
        return this.answers.get(key);
      },
      topicId: name => {
        const id = this.topicIds.get(name);
        if (id === undefined) throw new UnknownTopic(name);
        return id;
      },
    };
    try {
      return body(asked);
    } catch (error) {
      if (!(error instanceof UnknownTopic)) throw error;
      const { topics } = await this.wire.send(p.metadata, 12, { topics: null });
      this.topicIds = new Map(topics.map(topic => [topic.name ?? '', topic.topicId ?? ZERO_UUID]));
      return body(asked);
    }
  }
}

class UnknownTopic extends Error {
  constructor(name: string) {
    super(`there is no topic ${name}`);
  }
}

/** A copy: batches are stamped in place where they are appended, and are sent twice. */
const structuredBody = (body: object): object =>
  JSON.parse(JSON.stringify(body), (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data) : value));
