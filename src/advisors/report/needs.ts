/** What could not be checked, by what would help. */
import type { Unchecked } from '../examine.ts';

export interface Need {
  /** The permission, flag or condition. */
  readonly needs: string;
  /** 'topic orders' when only that part could not be judged. */
  readonly subject: string | undefined;
  readonly reason: string;
  /** 'B03 under-min-isr', each once. */
  readonly rules: readonly string[];
}

export const needsOf = (unchecked: readonly Unchecked[]): Need[] =>
  [...Map.groupBy(unchecked, ({ subject = '', needs }) => `${subject}\0${needs}`).values()].map(alike => {
    const { needs, subject, reason } = alike[0]!;
    const isOne = alike.every(each => each.reason === reason);
    return {
      needs,
      subject,
      reason: isOne ? reason : 'not given',
      rules: [...new Set(alike.map(({ rule, name }) => `${rule} ${name}`))],
    };
  });
