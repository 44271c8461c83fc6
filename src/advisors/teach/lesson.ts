/** One system of the documents, taught: what they say, what holds, a drawing, how to see it here, and what mq does about it. */
import type { DocumentPlace } from '../document.ts';

export interface Lesson {
  /** 'S03': the number that the system has in docs/systems. */
  readonly id: string;
  /** 'high-watermark': what one types after `mq explain`. */
  readonly name: string;
  readonly title: string;
  /** Words that lead here, besides those of the title. */
  readonly words: readonly string[];
  readonly places: readonly DocumentPlace[];
  /** What the documents teach, in our words. */
  readonly document: string;
  /** How it is in Kafka 4.x; a paragraph each. */
  readonly today: readonly string[];
  /** Plain text of at most 78 columns. */
  readonly drawing: string;
  /** Corrections: numbers of claims. */
  readonly claims: readonly number[];
  /** Commands as typed while `mq broker dev` runs and MQ_BOOTSTRAP_SERVER names it. A test runs them, in this order. */
  readonly see: readonly Step[];
  /** What to do with it. */
  readonly advice: string;
  /** Ids of doctor's rules about it. */
  readonly rules: readonly string[];
  readonly sources: readonly string[];
}

export interface Step {
  readonly run: string;
  /** What to look for in the output. */
  readonly shows: string;
  /** A part of the output, on stdout or stderr, that the test looks for. */
  readonly expect: string;
}

/** Only for the types. */
export const lesson = (declared: Lesson): Lesson => declared;
