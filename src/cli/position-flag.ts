/** --from and --to of commands that read. Times without a zone are local. */
import { custom } from '@oclif/core/flags';
import { type Position, parsePosition } from '../operations/position.ts';

export const positionFlag = custom<Position>({
  helpValue: 'POSITION',
  parse: async text => parsePosition(text, { nowMs: Date.now() }),
});
