/**
 * How far a reader has got, as one word. The names and codes are those of LinkedIn's Burrow, so that operators and dashboards know them; the
 * last two are mq's.
 */
export const lagStates = ['NOTFOUND', 'OK', 'WARN', 'ERR', 'STOP', 'STALL', 'REWIND', 'EXPIRING', 'UNOWNED'] as const;

/**
 * - NOTFOUND: nothing is committed, so nobody can say how far behind it is
 * - OK
 * - WARN: it reads, and falls behind all the same
 * - ERR: the commit is outside of the log
 * - STOP: nothing is committed any more, and no member owns the partition
 * - STALL: a member owns the partition, and does not get on
 * - REWIND: the commit went back
 * - EXPIRING: retention will soon delete what is unread
 * - UNOWNED: the group has members, and none of them owns the partition
 */
export type LagState = (typeof lagStates)[number];

/** Burrow's number of a state, for metrics: OK is 1. */
export const codeOf = (state: LagState): number => lagStates.indexOf(state);
