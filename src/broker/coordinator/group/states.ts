/** The states of a classic group and the ways between them (Kafka's ClassicGroupState). */

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

const reachableFrom: Record<GroupState, readonly GroupState[]> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty', 'Dead'],
};

export const canMove = (from: GroupState, to: GroupState): boolean => reachableFrom[to].includes(from);

/** An illegal move is a defect of the coordinator, never an answer to a client. */
export function assertMove(groupId: string, from: GroupState, to: GroupState): void {
  if (!canMove(from, to))
    throw new Error(`group ${groupId} cannot move from ${from} to ${to}, only from ${reachableFrom[to].join(' or ')}`);
}
