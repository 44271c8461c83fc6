/** Numbers of things, for talk; data has plain numbers. */

/** 1234567 → '1,234,567'. */
export const count = (amount: number): string => amount.toLocaleString('en-US');

/** '1 topic', '3,000 topics', '0 replicas'. */
export const counted = (amount: number, one: string, many = `${one}s`): string =>
  `${count(amount)} ${amount === 1 ? one : many}`;
