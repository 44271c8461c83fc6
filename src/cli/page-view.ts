/** A page of `mq explain` for a terminal: headings, wrapped text, drawings and commands as they are. */
import type { Block, Page } from '../advisors/teach/page.ts';
import type { Paint } from './paint.ts';
import { bullets, wrapped } from './prose.ts';

const INDENT = '  ';

/** Ends in a newline. As wide as the terminal; in a pipe lines stay as long as they are. */
export function pageText({ title, parts }: Page, paint: Paint): string {
  const columns = process.stdout.isTTY ? process.stdout.columns : undefined;
  const body = parts.map(
    ({ heading, blocks }) =>
      `\n${paint.bold(heading)}\n${blocks.map(block => blockText(block, columns, paint)).join('')}`,
  );
  return `${paint.bold(wrapped(title, columns, ''))}\n${body.join('')}`;
}

function blockText(block: Block, columns: number | undefined, paint: Paint): string {
  switch (block.type) {
    case 'text':
      return `${INDENT}${wrapped(block.text, columns, INDENT)}\n`;
    case 'list':
      return bullets(block.items, columns);
    case 'drawing':
      return `\n${block.text.replaceAll(/^/gm, INDENT)}\n`;
    case 'commands':
      return block.steps
        .map(({ run, shows }) => `${shows ? `${INDENT}${paint.dim(`# ${shows}`)}\n` : ''}${INDENT}$ ${run}\n`)
        .join('');
  }
}
