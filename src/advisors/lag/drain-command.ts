/** The way out of a backlog that does not get smaller, as one types it. */
import { shellWord } from '../../lib/shell.ts';

/** Four times as wide: enough to see what it brings; mq plan partitions says how many it takes. */
const WIDER = 4;

export const drainCommand = (group: string, topic: string, partitions: number): string =>
  `mq backlog drain --topic ${topic} --group ${shellWord(group)} --to ${topic}-wide --create --partitions ${WIDER * partitions} --dry-run`;
