/** --null-key of commands that copy records by key. */
import { option } from '@oclif/core/flags';
import type { NullKey } from '../relay/placement.ts';

const ways = ['spread', 'by-source'] as const satisfies readonly NullKey[];

export const nullKeyFlag = (exclusive: string[]) =>
  option({
    default: 'spread' as const,
    options: ways,
    exclusive,
    summary: 'records without a key: over all partitions, or those of a source partition together and in order',
  })();
