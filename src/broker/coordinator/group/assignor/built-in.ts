/** The assignors that group.consumer.assignors can name. */
import type { Assignor } from './assignor.ts';
import { range } from './range.ts';
import { uniform } from './uniform.ts';

export const builtInAssignors: ReadonlyMap<string, Assignor> = new Map([uniform, range].map(each => [each.name, each]));
