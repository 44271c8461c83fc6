/**
 * A few lines at the bottom of a terminal that are drawn again in place, while other text scrolls above them. Everything that goes to
 * the terminal meanwhile goes through `above`.
 */
import type { WriteStream } from 'node:tty';

type Terminal = Pick<WriteStream, 'write' | 'columns' | 'on' | 'off'>;

const CLEAR_TO_END = '\u001b[J';
const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '');

/** Whether lines can be drawn in place there: not into a pipe or a file, nor in the log of a build. */
export const canRedraw = ({ isTTY }: { isTTY: boolean }): boolean =>
  isTTY && process.env.TERM !== 'dumb' && !process.env.CI;

export class StatusArea {
  private readonly terminal: Terminal;
  private lines: readonly string[] = [];
  /** What stands on the terminal, without colours: its width decides how many rows it takes. */
  private drawn: readonly string[] = [];
  private readonly resized = () => this.redraw();

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    terminal.on('resize', this.resized);
  }

  get columns(): number {
    return this.terminal.columns || 80;
  }

  /** Draws these lines instead of the ones before; the same again costs nothing. */
  show(lines: readonly string[]): void {
    if (lines.length === this.lines.length && lines.every((line, i) => line === this.lines[i])) return;
    this.lines = lines;
    this.redraw();
  }

  /** Text that stays: it scrolls away above. Ends in a newline. */
  above(text: string): void {
    this.terminal.write(`${this.erasing()}${text}${this.drawing()}`);
  }

  /** Leaves nothing of the lines behind. */
  close(): void {
    this.terminal.off('resize', this.resized);
    this.terminal.write(this.erasing());
    this.lines = [];
    this.drawn = [];
  }

  private redraw(): void {
    this.terminal.write(`${this.erasing()}${this.drawing()}`);
  }

  /** The cursor stands at the end of the last line. After a resize the terminal has wrapped what was too long for it. */
  private erasing(): string {
    const rows = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / this.columns)), 0);
    return rows === 0 ? '' : `\r${up(rows - 1)}${CLEAR_TO_END}`;
  }

  /** One column stays free: a full line would wrap on some terminals and not on others. */
  private drawing(): string {
    const lines = this.lines.map(line => cut(line, this.columns - 1));
    this.drawn = lines.map(plain);
    return lines.join('\n');
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours
const COLOUR = /(\u001b\[\d+m)/g;
const plain = (line: string): string => line.replaceAll(COLOUR, '');

/** The first `width` characters that are seen; colours count for nothing and are ended. */
function cut(line: string, width: number): string {
  if (plain(line).length <= width) return line;
  let seen = 0;
  let text = '';
  for (const part of line.split(COLOUR)) {
    if (part.startsWith('\u001b')) text += part;
    else {
      text += part.slice(0, Math.max(0, width - seen));
      seen += part.length;
    }
  }
  return text;
}
