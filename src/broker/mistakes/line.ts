/** A mistake as a line of a log. */
import type { Mistake } from './mistake.ts';

export function mistakeLine({ client, what, sees, advice, times }: Mistake): string {
  const again = times > 1 ? ` (${times} more times)` : '';
  return `${client} ${what}; it sees ${sees}${again}: ${advice}`;
}
