import type { Assignor } from '../assignor/assignor.ts';
import { inHashMapOrder } from '../java-hash.ts';
import type { ConsumerMember } from './consumer-member.ts';

/** The assignor that most members ask for; the broker's first when nobody asks (ConsumerGroup.preferredServerAssignor). */
export function preferredAssignor(members: Iterable<ConsumerMember>, assignors: readonly Assignor[]): Assignor {
  const votes = new Map<string, number>();
  for (const { serverAssignor } of members)
    if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1);
  const most = Math.max(...votes.values());
  // Of several the one that Kafka comes by first.
  const preferred = inHashMapOrder(votes.keys()).find(name => votes.get(name) === most);
  return assignors.find(({ name }) => name === preferred) ?? assignors[0]!;
}
