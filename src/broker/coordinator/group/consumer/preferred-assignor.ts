/** Which assignor a group uses: each member can vote for one (ConsumerGroup.computePreferredServerAssignor). */
import type { Assignor } from '../assignor/assignor.ts';
import { inHashMapOrder } from '../java-hash.ts';
import type { ConsumerMember } from './consumer-member.ts';

/**
 * The assignor with most votes, the broker's first when there are none. Where votes are even Kafka takes the one it comes by first
 * in a HashMap, and that is the vote of the member that asks, if it is the only one for it: it was put in last, in front.
 */
export function preferredAssignor(
  members: Iterable<ConsumerMember>,
  assignors: readonly Assignor[],
  asking?: ConsumerMember,
): Assignor {
  const votes = new Map<string, number>();
  for (const { serverAssignor } of members)
    if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1);
  const most = Math.max(...votes.values());
  const candidates = inHashMapOrder(votes.keys()).filter(name => votes.get(name) === most);
  const own = most === 1 ? candidates.find(name => name === asking?.serverAssignor) : undefined;
  const preferred = own ?? candidates[0];
  return assignors.find(({ name }) => name === preferred) ?? assignors[0]!;
}
