/**
 * What every planner answers with: what it reckoned with, each step of the arithmetic with its source, limits and on which side of them the
 * answer is, settings, what the operations documents say beside what holds today, and how to go on. Plain values; src/cli/plan-view.ts shows them.
 */
import type { DocumentPlace } from '../document.ts';
import type { Unit } from './figure.ts';

export interface Plan {
  /** The answer in a sentence without a full stop. */
  readonly answer: string;
  readonly given: readonly Given[];
  readonly steps: readonly Step[];
  readonly limits: readonly Limit[];
  readonly settings: readonly Setting[];
  readonly claims: readonly Claim[];
  readonly notes: readonly string[];
  /** What to do next, the best first: a command where there is one. */
  readonly next: readonly string[];
}

/** A number that a plan starts from, and how it is known. */
export interface Given {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** 'given', 'group billing, watched for 5s', "Kafka's default". */
  readonly how: string;
}

/** One piece of arithmetic: `formula` with names, `arithmetic` with numbers, and what comes out. */
export interface Step {
  readonly what: string;
  readonly formula: string;
  readonly arithmetic: string;
  /** Null: there is no such number, 'never' for a time. */
  readonly value: number | null;
  readonly unit: Unit;
  readonly source: string;
}

/** What the answer is held against. */
export interface Limit {
  readonly what: string;
  readonly value: number | null;
  readonly limit: number;
  /** Which side of the limit is right. */
  readonly bound: 'at most' | 'at least';
  readonly unit: Unit;
  readonly isOver: boolean;
  /** Where the bound comes from. */
  readonly source: string;
  /** What to do when it is over. */
  readonly advice: string;
}

/** A setting to make, under its own name. */
export interface Setting {
  readonly of: 'producer' | 'consumer' | 'topic' | 'broker' | 'host';
  readonly key: string;
  readonly value: string;
  /** Kafka's own; undefined where there is none. */
  readonly byDefault: string | undefined;
  readonly why: string;
}

/** What an operations document says, and what holds for Kafka 4.x. */
export interface Claim {
  readonly place: DocumentPlace;
  readonly says: string;
  readonly today: string;
  readonly source: string;
}

/** What a plan rests on less than it might: why there is no sample, say. */
export const withNote = <P extends Plan>(plan: P, note: string | undefined): P =>
  note === undefined ? plan : { ...plan, notes: [...plan.notes, note] };

export const overLimits = ({ limits }: Pick<Plan, 'limits'>): Limit[] => limits.filter(({ isOver }) => isOver);

/** `value` may be as large as `limit`. A value of null is over every limit. */
export const atMost = (limit: Omit<Limit, 'isOver' | 'bound'>): Limit => ({
  ...limit,
  bound: 'at most',
  isOver: limit.value === null || limit.value > limit.limit,
});

/** `value` must be as large as `limit`. */
export const atLeast = (limit: Omit<Limit, 'isOver' | 'bound'>): Limit => ({
  ...limit,
  bound: 'at least',
  isOver: limit.value !== null && limit.value < limit.limit,
});

/** Planners are handed numbers that somebody typed or a cluster told: none may be zero, negative or no number. Throws RangeError. */
export function requirePositive(values: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && !(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${name} must be above zero, not ${value}`);
}
