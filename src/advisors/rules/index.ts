// Generated from the files of this folder by `npm run generate`.
import type { AnyRule } from '../rule.ts';
import { underMinIsr } from './cluster/b03-under-min-isr.ts';
import { uncleanOn } from './cluster/b10-unclean-on.ts';

/** Every rule, by id. */
export const rules: readonly AnyRule[] = [
  underMinIsr,
  uncleanOn,
];
