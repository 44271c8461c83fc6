/** Rebalances of a classic group, asked for as fast as they end: what the coordinator takes, without the waits of a client library. */

import { setTimeout } from 'node:timers/promises';
import { findCoordinator, joinGroup, syncGroup } from '../src/protocol/apis/index.ts';
import { uniqueName } from '../test/support/live.ts';
import { Wire } from '../test/support/wire.ts';

const JOIN_VERSION = 5;
const SYNC_VERSION = 3;
/** A group whose members are all back does not wait for a new one: it has to be there before them. */
const NEWCOMER_MS = 20;

/** Milliseconds that one takes, the mean of `count`: from the first JoinGroup until every member has its assignment. */
export async function rebalance(what: { bootstrap: string; members: number; count: number }): Promise<number> {
  const groupId = uniqueName('bench');
  const wires = await Promise.all(Array.from({ length: what.members }, () => Wire.connect(what.bootstrap)));
  try {
    await untilCoordinated(wires[0]!, groupId);
    const members: Member[] = [];
    for (const wire of wires) {
      const { memberId } = await wire.send(joinGroup, JOIN_VERSION, request(groupId, '')); // KIP-394: the first answer is an id
      members.unshift({ wire, memberId });
      await once(members, groupId, NEWCOMER_MS);
    }
    const startMs = performance.now();
    for (let i = 0; i < what.count; i++) await once(members, groupId);
    return (performance.now() - startMs) / what.count;
  } finally {
    for (const wire of wires) wire.close();
  }
}

interface Member {
  readonly wire: Wire;
  readonly memberId: string;
}

/** All join and take their assignments; the others `behindMs` after the first one. */
async function once([first, ...others]: readonly Member[], groupId: string, behindMs = 0): Promise<void> {
  const members = [first!, ...others];
  const join = ({ wire, memberId }: Member) => wire.send(joinGroup, JOIN_VERSION, request(groupId, memberId));
  const leading = join(first!);
  if (behindMs > 0) await setTimeout(behindMs);
  const joined = await Promise.all([leading, ...others.map(join)]);
  const { generationId, leader } = joined[0]!;
  const assignments = members.map(({ memberId }) => ({ memberId, assignment: Buffer.from(memberId) }));
  const synced = await Promise.all(
    members.map(({ wire, memberId }) => {
      const mine = memberId === leader ? assignments : [];
      return wire.send(syncGroup, SYNC_VERSION, { groupId, generationId, memberId, assignments: mine });
    }),
  );
  const failed = [...joined, ...synced].find(({ errorCode }) => errorCode !== 0);
  if (failed !== undefined) throw new Error(`a rebalance failed with error ${failed.errorCode}`);
}

let rounds = 0;

const request = (groupId: string, memberId: string) => ({
  groupId,
  memberId,
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 30_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.from(`${rounds++}`) }], // unchanged metadata would not make a rebalance
});

async function untilCoordinated(wire: Wire, key: string): Promise<void> {
  for (;;) {
    const { errorCode } = await wire.send(findCoordinator, 2, { key, keyType: 0 });
    if (errorCode === 0) return;
    await setTimeout(50);
  }
}
