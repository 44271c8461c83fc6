/** What --fix would write: the lines that change, as a diff. */
import type { FixedFile } from '../../advisors/lint/fix.ts';
import type { Paint } from '../paint.ts';

export const fixText = (files: readonly FixedFile[], paint: Paint): string =>
  files
    .map(({ path, changes }) => {
      const lines = changes.flatMap(({ line, rule, before, after }) => [
        paint.dim(`@@ line ${line}, ${rule}`),
        paint.bad(`-${before}`),
        paint.good(`+${after}`),
      ]);
      return `${[paint.bold(path), ...lines].join('\n')}\n`;
    })
    .join('\n');
