/** Every partition that a group reads, evaluated: for rules and for a lag command. */
import type { GroupFacts } from '../evidence/group-facts.ts';
import type { History } from '../evidence/history.ts';
import { isRepartition } from '../evidence/topic-kind.ts';
import { type Circumstances, evaluatePartition, type PartitionLag } from './evaluate.ts';
import type { Position, Reading } from './reading.ts';
import { seriesOf } from './series.ts';

export interface EvaluatedPosition extends PartitionLag {
  readonly partition: number;
}

export interface HowToEvaluate {
  readonly allowedLag: number;
  /** By partition: until retention deletes the oldest unread record. */
  readonly headroomMs?: ReadonlyMap<number, number>;
}

export const evaluateReading = (
  { group, topic, positions }: Reading,
  history: History,
  { allowedLag, headroomMs }: HowToEvaluate,
): EvaluatedPosition[] =>
  positions.map(position => ({
    partition: position.partition,
    ...evaluatePartition(seriesOf(history, group.group, topic, position.partition), {
      allowedLag,
      owner: ownerOf(group, position),
      headroomMs: headroomMs?.get(position.partition),
      startFollows: isRepartition(topic),
    }),
  }));

function ownerOf({ members, state }: GroupFacts, { owned }: Position): Circumstances['owner'] {
  if (members.length === 0) return 'nobody';
  if (state !== 'Stable') return 'unknown';
  return owned ? 'member' : 'others';
}
