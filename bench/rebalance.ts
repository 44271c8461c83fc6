/** Rebalances of a classic group, asked for as fast as they end: what the coordinator takes, without the waits of a client library. */
import { findCoordinator, joinGroup, syncGroup } from '../src/protocol/apis/index.ts';
import { uniqueName } from '../test/support/live.ts';
import { Wire } from '../test/support/wire.ts';

const JOIN_VERSION = 5;
const SYNC_VERSION = 3;

/** Milliseconds that one takes, the mean of `count`: from the first JoinGroup until every member has its assignment. */
export async function rebalance(what: { bootstrap: string; members: number; count: number }): Promise<number> {
  const groupId = uniqueName('bench');
  const wires = await Promise.all(Array.from({ length: what.members }, () => Wire.connect(what.bootstrap)));
  try {
    await untilCoordinated(wires[0]!, groupId);
    let memberIds = await Promise.all(wires.map(wire => memberIdOf(wire, groupId)));
    memberIds = await once(wires, groupId, memberIds);
    const startMs = performance.now();
    for (let i = 0; i < what.count; i++) await once(wires, groupId, memberIds);
    return (performance.now() - startMs) / what.count;
  } finally {
    for (const wire of wires) wire.close();
  }
}

/** KIP-394: the first answer is a member id. */
async function memberIdOf(wire: Wire, groupId: string): Promise<string> {
  const { memberId } = await wire.send(joinGroup, JOIN_VERSION, request(groupId, ''));
  return memberId;
}

async function once(wires: readonly Wire[], groupId: string, memberIds: readonly string[]): Promise<string[]> {
  const joined = await Promise.all(
    wires.map((wire, i) => wire.send(joinGroup, JOIN_VERSION, request(groupId, memberIds[i]!))),
  );
  const { generationId, leader } = joined[0]!;
  const assignments = memberIds.map(memberId => ({ memberId, assignment: Buffer.from(memberId) }));
  const synced = await Promise.all(
    wires.map((wire, i) => {
      const memberId = memberIds[i]!;
      const mine = memberId === leader ? assignments : [];
      return wire.send(syncGroup, SYNC_VERSION, { groupId, generationId, memberId, assignments: mine });
    }),
  );
  const failed = [...joined, ...synced].find(({ errorCode }) => errorCode !== 0);
  if (failed !== undefined) throw new Error(`a rebalance failed with error ${failed.errorCode}`);
  return joined.map(({ memberId }) => memberId);
}

const request = (groupId: string, memberId: string) => ({
  groupId,
  memberId,
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 30_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
});

async function untilCoordinated(wire: Wire, key: string): Promise<void> {
  for (;;) {
    const { errorCode } = await wire.send(findCoordinator, 2, { key, keyType: 0 });
    if (errorCode === 0) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
