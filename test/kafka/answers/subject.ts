/** Requests about one subject; they run in their order, later ones build on earlier ones. */
import type { AnyApi } from '../../../src/protocol/api.ts';

/** `version`: one, several, or 'each' that the broker serves; with more than one the row is sent in every version, rising. */
export type Row = [title: string, api: AnyApi, version: number | readonly number[] | 'each', body: object | Body];
export type Subject = [name: string, rows: readonly Row[]];

/** What the two brokers are asked differs where ids are in it, which each hands out itself. */
export type Body = (asked: Asked) => object;

export interface Asked {
  readonly version: number;
  /** What this broker answered to the row of that title in the same subject, in the version that is asked now or the one given. */
  // biome-ignore lint/suspicious/noExplicitAny: any API's answer
  answer(title: string, version?: number): any;
  /** The id that this broker gave to a topic. */
  topicId(name: string): string;
}

/** A topic id that no topic has. */
export const nobodysId = 'abcdefghijklmnopqrstuA';
