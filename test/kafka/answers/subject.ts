/** Requests about one subject; they run in their order, later ones build on earlier ones. */
import type { AnyApi } from '../../../src/protocol/api.ts';

export type Row = [title: string, api: AnyApi, version: number, body: object];
export type Subject = [name: string, rows: readonly Row[]];

/** A topic id that no topic has. */
export const nobodysId = 'abcdefghijklmnopqrstuA';
