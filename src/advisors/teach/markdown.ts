/** A page as a file of the documentation. */
import type { Block, Page } from './page.ts';

export function markdownOf({ title, parts }: Page): string {
  const sections = parts.map(({ heading, blocks }) => `## ${heading}\n\n${blocks.map(blockOf).join('\n')}`);
  return `# ${escaped(title)}\n\n${sections.join('\n')}`;
}

function blockOf(block: Block): string {
  switch (block.type) {
    case 'text':
      return `${escaped(block.text)}\n`;
    case 'list':
      return block.items.map(item => `- ${escaped(item).replaceAll('\n', '  \n  ')}\n`).join('');
    case 'drawing':
      return `\`\`\`text\n${block.text}\n\`\`\`\n`;
    case 'commands':
      return `\`\`\`sh\n${block.steps.map(({ run, shows }) => `${shows ? `# ${shows}\n` : ''}${run}\n`).join('')}\`\`\`\n`;
  }
}

/** What would be taken for markup in running text: names with underscores, arrows, stars. */
const escaped = (text: string): string => text.replace(/[_*<>]/g, '\\$&');
