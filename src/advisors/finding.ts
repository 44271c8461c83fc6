/** What a rule says: the finding, and how to mend what was found. */
import type { FileEdit } from './evidence/given.ts';
import { listText } from './wording.ts';

export const severities = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What a finding is about. */
export type Subject =
  | { readonly type: 'cluster'; readonly topics?: readonly TopicPart[] }
  | { readonly type: 'broker'; readonly broker: number; readonly topics?: readonly TopicPart[] }
  | { readonly type: 'topic'; readonly topic: string; readonly partitions?: readonly number[] }
  | { readonly type: 'group'; readonly group: string; readonly topic?: string; readonly partitions?: readonly number[] }
  | { readonly type: 'file'; readonly path: string; readonly line?: number; readonly key?: string }
  | { readonly type: 'connector'; readonly connect: string; readonly connector: string; readonly key?: string };

/** What a broker, or several together, do to a topic; the most hit first. */
export interface TopicPart {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** What `check` yields; the rest of a finding comes from the rule. */
export interface Observation {
  readonly subject: Subject;
  /** With the numbers: 'partitions 0, 3 and 5 have 1 of 3 replicas in sync; min.insync.replicas is 2'. */
  readonly observed: string;
  /** The same for programs. */
  readonly numbers?: Readonly<Record<string, number | string>>;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** The best first. */
  readonly fix: readonly Fix[];
}

export interface Fix {
  /** What to do and what it costs, in a sentence. */
  readonly text: string;
  /** To paste, complete but for --bootstrap-server: an mq command where there is one, else Kafka's. */
  readonly command?: string;
  /** For `doctor --fix`: the same as a value, or several that belong together. Only what cannot lose data and can be undone has one. */
  readonly change?: Change | readonly Change[];
  /** For `lint --fix`: a change of a file that means the same, or is safer and never refused. */
  readonly edit?: FileEdit;
}

/** Changes that are safe enough to be made for somebody who has said yes. */
export type Change =
  | { readonly type: 'set-topic-config'; readonly topic: string; readonly key: string; readonly value: string | null }
  | {
      readonly type: 'set-broker-config' /** '' for the default of all brokers */;
      readonly broker: string;
      readonly key: string;
      readonly value: string | null;
    }
  | {
      readonly type: 'elect-preferred-leaders';
      readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
    };

/** A finding as reports show it. */
export interface Finding extends Observation {
  readonly rule: string;
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly source: string;
}

/** 'topic orders, partitions 0, 3'; equal for equal subjects, so that baselines can find them again. */
export function subjectText(subject: Subject): string {
  switch (subject.type) {
    case 'cluster':
      return 'cluster';
    case 'broker':
      return `broker ${subject.broker}`;
    case 'topic':
      return `topic ${subject.topic}${partitionsText(subject.partitions)}`;
    case 'group':
      return `group ${subject.group}${subject.topic ? `, topic ${subject.topic}` : ''}${partitionsText(subject.partitions)}`;
    case 'file':
      return `${subject.path}${subject.line === undefined ? '' : `:${subject.line}`}${subject.key ? ` ${subject.key}` : ''}`;
    case 'connector':
      return `connector ${subject.connector} of ${subject.connect}${subject.key ? `, ${subject.key}` : ''}`;
  }
}

/** ', partition 3', ', partitions 0, 3', and at most ten of them. */
const partitionsText = (partitions: readonly number[] = []): string =>
  partitions.length === 0 ? '' : `, partition${partitions.length > 1 ? 's' : ''} ${listText(partitions)}`;
