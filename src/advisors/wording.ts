/** Names and numbers in the sentences of findings. */

const MOST_NAMED = 10;

/** 'a, b, c', and at most ten of them: '… and 4 more'. */
export function listText(items: readonly (string | number)[], most = MOST_NAMED): string {
  const more = items.length > most ? ` and ${items.length - most} more` : '';
  return items.slice(0, most).join(', ') + more;
}

/** 'broker 1', 'brokers 1, 2'. */
export const brokersText = (ids: readonly number[]): string => `broker${ids.length === 1 ? '' : 's'} ${listText(ids)}`;

/** 0.456 → '46 %'. */
export const percentText = (ratio: number): string => `${Math.round(ratio * 100)} %`;
