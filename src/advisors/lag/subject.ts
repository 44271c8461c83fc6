/** What a finding about a group is about: a group that reads a thousand topics is one finding, not a thousand. */
import type { Subject } from '../finding.ts';
import { listText } from '../wording.ts';

export interface Part {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** With topic and partitions where it is one topic. */
export function groupSubject(group: string, parts: readonly Part[]): Extract<Subject, { type: 'group' }> {
  const [first, another] = parts;
  return { type: 'group', group, ...(first && another === undefined && { ...first }) };
}

/** ' in 3 topics (a, b, c)'; nothing for one, which the subject names. */
export const inTopics = (parts: readonly Part[]): string =>
  parts.length < 2
    ? ''
    : ` in ${parts.length} topics (${listText(
        parts.map(({ topic }) => topic),
        3,
      )})`;
