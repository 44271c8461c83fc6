/** What a broker is killed under: it writes until it is told to stop, and knows afterwards what must be found. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../../src/kafka/index.ts';
import type { AnyApi, RequestInput, ResponseOf } from '../../../src/protocol/api.ts';
import { findCoordinator } from '../../../src/protocol/apis/index.ts';
import { Wire } from '../wire.ts';

export interface Load {
  /** Topics that it needs, with their partitions. */
  readonly topics: Readonly<Record<string, number>>;
  /** Configurations of them. */
  readonly configs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How often something was acknowledged. */
  readonly progress: number;
  run(cluster: Cluster, bootstrap: string, stop: AbortSignal): Promise<void>;
  /** What is wrong, in words. */
  check(cluster: Cluster): Promise<string[]>;
}

/** A connection that comes back: a request whose answer was lost is sent again until there is one. */
export class StubbornWire {
  private readonly bootstrap: string;
  private wire: Promise<Wire> | undefined;

  constructor(bootstrap: string) {
    this.bootstrap = bootstrap;
  }

  async send<A extends AnyApi>(api: A, version: number, body: RequestInput<A>): Promise<ResponseOf<A>> {
    for (;;) {
      try {
        this.wire ??= Wire.connect(this.bootstrap);
        return (await (await this.wire).send(api, version, body)) as ResponseOf<A>;
      } catch {
        this.wire = undefined; // the broker is dead; it will be back
        await sleep(10);
      }
    }
  }

  /** Until the error that `of` finds in the answer is none that goes away by itself. */
  async untilTaken<A extends AnyApi>(
    api: A,
    version: number,
    body: () => RequestInput<A>,
    of: (answer: ResponseOf<A>) => number,
  ): Promise<{ answer: ResponseOf<A>; error: number }> {
    for (;;) {
      const answer = await this.send(api, version, body());
      const error = of(answer);
      if (!PASSING.has(error)) return { answer, error };
      await sleep(5);
    }
  }

  /** Asks for the coordinator, which makes its topic: there is but one broker. */
  async findCoordinator(keyType: 'group' | 'transaction', key: string): Promise<void> {
    const asked = () => ({ keyType: keyType === 'group' ? 0 : 1, coordinatorKeys: [key] });
    await this.untilTaken(findCoordinator, 4, asked, ({ coordinators }) => coordinators[0]!.errorCode);
  }

  async close(): Promise<void> {
    (await this.wire?.catch(() => undefined))?.close();
  }
}

/** Unknown topic, not leader, coordinator loading or elsewhere, storage error, concurrent transactions, unstable offsets. */
const PASSING = new Set([3, 5, 6, 14, 15, 16, 51, 88]);
