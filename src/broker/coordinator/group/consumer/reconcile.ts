/**
 * One step of a member towards its target assignment (KIP-848, Kafka's CurrentAssignmentBuilder). Everybody goes on his own:
 * partitions are given up first, and only when their owner has said so does somebody else get them. So no partition ever
 * has two owners, and nobody stops reading partitions it keeps.
 *
 *             gives up what is not in the target         everything there
 *     stable ─────────────────────────────────▶ unrevoked ───────────────▶ stable
 *        │                                          │                        ▲
 *        └── nothing to give up, but others still ──┴──▶ unreleased ─────────┘
 *            own partitions of the target                            as they come free
 */
import { GroupError } from '../group-error.ts';
import {
  count,
  intersection,
  isSubset,
  NO_PARTITIONS,
  select,
  type TopicPartitions,
  union,
  without,
} from '../topic-partitions.ts';
import { type ConsumerMember, isReconciledTo } from './consumer-member.ts';

export interface Target {
  readonly epoch: number;
  readonly partitions: TopicPartitions;
}

export interface Surroundings {
  readonly target: Target;
  /** Whether some member owns a partition. */
  isOwned(topicId: string, partition: number): boolean;
  /** What the member says it owns; undefined when it does not say. */
  readonly reported: TopicPartitions | undefined;
}

/** The member after the step, or the same one when there is none to take. */
export function reconcile(member: ConsumerMember, around: Surroundings): ConsumerMember {
  const { target, reported } = around;
  if (isReconciledTo(member, target.epoch)) return member;
  switch (member.state) {
    case 'stable':
    case 'unreleased':
      return step(member, member.memberEpoch, around);
    case 'unrevoked':
      // Without a word about what it owns it may still own all.
      if (stillOwns(reported, member.pendingRevocation)) return member;
      return step(member, member.memberEpoch + 1, around);
    case 'unknown':
      // Written by a later version: the member has to begin anew, with nothing.
      if (reported === undefined || count(reported) > 0)
        throw new GroupError(
          'FENCED_MEMBER_EPOCH',
          'The consumer group member is in a unknown state. The member must abandon all its partitions and rejoin.',
        );
      return step(member, target.epoch, around);
  }
}

function step(member: ConsumerMember, epoch: number, { target, isOwned, reported }: Surroundings): ConsumerMember {
  const kept = intersection(member.assigned, target.partitions);
  const revoked = without(member.assigned, kept);
  const wanted = without(target.partitions, kept);
  const free = select(wanted, (topicId, partition) => !isOwned(topicId, partition));
  if (count(revoked) > 0 && stillOwns(reported, revoked))
    return at(member, epoch, { state: 'unrevoked', assigned: kept, pendingRevocation: revoked });
  return at(member, target.epoch, {
    state: count(free) < count(wanted) ? 'unreleased' : 'stable',
    assigned: union(kept, free),
    pendingRevocation: NO_PARTITIONS,
  });
}

const at = (
  member: ConsumerMember,
  memberEpoch: number,
  progress: Pick<ConsumerMember, 'state' | 'assigned' | 'pendingRevocation'>,
): ConsumerMember => ({ ...member, ...progress, memberEpoch, previousMemberEpoch: member.memberEpoch });

const stillOwns = (reported: TopicPartitions | undefined, partitions: TopicPartitions): boolean =>
  reported === undefined || count(intersection(partitions, reported)) > 0;

/**
 * Throws FENCED_MEMBER_EPOCH unless the epoch is the member's. The one before counts too when what the member owns is within
 * what it was given: then the answer with the new epoch was lost on its way.
 */
export function checkEpoch(member: ConsumerMember, epoch: number, reported: TopicPartitions | undefined): void {
  if (epoch === member.memberEpoch) return;
  const isLostAnswer =
    epoch < member.memberEpoch &&
    epoch === member.previousMemberEpoch &&
    reported !== undefined &&
    isSubset(reported, member.assigned);
  if (isLostAnswer) return;
  throw new GroupError(
    'FENCED_MEMBER_EPOCH',
    `The consumer group member has a ${epoch > member.memberEpoch ? 'greater' : 'smaller'} member epoch (${epoch}) than ` +
      `the one known by the group coordinator (${member.memberEpoch}). The member must abandon all its partitions and rejoin.`,
  );
}
