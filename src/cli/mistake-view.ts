/** A client's mistake for whoever watches a terminal: who and what, what the client sees of it, what to do. */
import { count } from '../lib/counted.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './prose.ts';

export interface ShownMistake {
  readonly client: string;
  readonly request: string | undefined;
  readonly what: string;
  readonly sees: string;
  readonly advice: string;
  readonly times: number;
}

const INDENT = '         ';

/** Several lines of at most `columns`; ends in a newline. `time` is 'HH:MM:SS'. */
export function mistakeText(mistake: ShownMistake, time: string, columns: number, paint: Paint): string {
  const { client, request, what, sees, advice, times } = mistake;
  const again = times > 1 ? ` … ${count(times)} more times` : '';
  const of = request === undefined ? '' : ` (${request})`;
  const first = wrapped(`${client} ${what}`, columns - 1, INDENT);
  const second = wrapped(`It sees ${sees}${of}${again}.`, columns - 1, INDENT);
  const third = wrapped(`→ ${advice}`, columns - 1, `${INDENT}  `);
  return `${paint.dim(time)} ${paint.warn(first)}\n${INDENT}${second}\n${INDENT}${third}\n`;
}
