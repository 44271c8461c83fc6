/** What is known of consumer groups: groups and their commits are what the gateway answers, as it stands. */
export type { GroupCommits as GroupOffsets } from '../../kafka/group-batches.ts';
export type { DescribedGroup as GroupFacts, GroupMember as MemberFacts } from '../../kafka/groups.ts';

/** Found by ListOffsets alone, with a bisection over time: no record is read. */
export interface OldestUnread {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly timestampMs: number;
}
