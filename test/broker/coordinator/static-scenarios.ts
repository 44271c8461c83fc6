/** Conversations of static members (KIP-345) with their coordinator; see scenarios.ts. */
import { type Client, range, roundrobin, type Stage } from './stage.ts';

export type Scenario = (stage: Stage) => Promise<void>;

export const staticScenarios: Record<string, Scenario> = {
  async 'static members'(stage) {
    const [a, b] = [stage.client('a', 'ia'), stage.client('b', 'ib')];
    await stage.form([a, b]);
    await stage.describe();
    const back = async (name: string, instance: string, request: Parameters<Client['join']>[0], version: number) => {
      const client = stage.client(name, instance);
      const { answer } = await client.join(request, version);
      return { client, answer };
    };
    const again = await back('b', 'ib', {}, 9);
    await again.answer;
    await b.heartbeat();
    await b.commit();
    await (await b.sync()).answer;
    await (await b.join()).answer;
    await b.leave();
    await b.leave({ members: [{ memberId: b.memberId }] });
    await (await again.client.sync()).answer;
    const old = await back('a', 'ia', {}, 8); // leads without knowing
    await old.answer;
    const skip = await back('a', 'ia', {}, 9);
    await skip.answer;
    await stage.describe();
    await skip.client.heartbeat();
    const other = await back('b', 'ib', { protocols: [range('orders', 'payments')] }, 9);
    await other.answer;
    await stage.describe();
    await other.client.leave({
      members: [
        { memberId: '', groupInstanceId: 'ib' },
        { memberId: '', groupInstanceId: 'i' },
      ],
    });
    await (await skip.client.join()).answer;
    await stage.describe();
  },

  async 'a static member that changes the protocol'(stage) {
    const [a, b] = [stage.client('a', 'ia'), stage.client('b', 'ib')];
    await stage.form([a, b], { protocols: [range('orders'), roundrobin('orders')] });
    const again = stage.client('b', 'ib');
    const joined = await again.join({ protocols: [roundrobin('orders')] });
    await a.heartbeat();
    await (await a.join({ protocols: [range('orders'), roundrobin('orders')] })).answer;
    await joined.answer;
    await stage.describe();
    const third = stage.client('b', 'ib'); // while the leader assigns
    const thirdJoined = await third.join({ protocols: [roundrobin('orders')] });
    await (await a.join({ protocols: [range('orders'), roundrobin('orders')] })).answer;
    await thirdJoined.answer;
    await stage.describe();
  },

  async 'static members that stay away'(stage) {
    const [a, b] = [stage.client('a', 'ia'), stage.client('b')];
    await stage.form([a], { sessionTimeoutMs: 4_000 });
    await (await b.join({ sessionTimeoutMs: 4_000 })).answer;
    await (await b.join({ sessionTimeoutMs: 4_000 })).answer; // 1.5 s
    await stage.describe();
  },
};
