/** Lines that are drawn again in place, on a terminal that is played here: what a person would see. */
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { StatusArea } from '../../src/cli/status-area.ts';

/** As much of a terminal as the status area uses: text, line ends, cursor up, clear to the end. */
class Screen extends EventEmitter {
  columns: number;
  rows: string[] = [''];
  private row = 0;
  private column = 0;

  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  write(text: string): boolean {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
    for (const [part] of text.matchAll(/\u001b\[\d*[A-Za-z]|[\s\S]/g)) {
      if (part === '\n') this.down();
      else if (part === '\r') this.column = 0;
      else if (part.endsWith('A') && part.length > 1) this.row -= Number(part.slice(2, -1));
      else if (part === '\u001b[J') {
        this.rows.length = this.row + 1;
        this.rows[this.row] = this.rows[this.row]!.slice(0, this.column);
      } else if (part.length === 1) this.put(part);
    }
    return true;
  }

  get text(): string {
    return this.rows.join('\n');
  }

  private put(character: string): void {
    if (this.column === this.columns) this.down();
    this.rows[this.row] =
      `${this.rows[this.row]!.padEnd(this.column).slice(0, this.column)}${character}${this.rows[this.row]!.slice(this.column + 1)}`;
    this.column++;
  }

  private down(): void {
    this.row++;
    this.column = 0;
    this.rows[this.row] ??= '';
  }
}

const areaOn = (screen: Screen) => new StatusArea(screen as never);

describe('the status area', () => {
  it('is drawn in place, with what is said above it', () => {
    const screen = new Screen(80);
    const area = areaOn(screen);
    area.show(['one', 'two']);
    area.above('a word\n');
    area.show(['one', 'three']);
    area.above('another\n');
    expect(screen.text).toBe('a word\nanother\none\nthree');
    area.close();
    expect(screen.text).toBe('a word\nanother\n');
  });

  it('is cut to the terminal, colours uncounted and ended', () => {
    const screen = new Screen(10);
    areaOn(screen).show(['\u001b[2m123456789012345\u001b[22m']);
    expect(screen.text).toBe('123456789');
  });

  it('leaves nothing behind when the terminal becomes narrower, and uses what it gets when wider', () => {
    const screen = new Screen(40);
    const area = areaOn(screen);
    area.above('kept\n');
    area.show(['x'.repeat(35), 'y'.repeat(35)]);
    // The terminal wraps what is there: two rows become four.
    screen.rows = ['kept', 'x'.repeat(20), 'x'.repeat(15), 'y'.repeat(20), 'y'.repeat(15)];
    Object.assign(screen, { columns: 20, row: 4, column: 15 });
    screen.emit('resize');
    expect(screen.text).toBe(`kept\n${'x'.repeat(19)}\n${'y'.repeat(19)}`);
    screen.columns = 60;
    screen.emit('resize');
    expect(screen.text).toBe(`kept\n${'x'.repeat(35)}\n${'y'.repeat(35)}`);
  });

  it('is not drawn again when nothing has changed', () => {
    const screen = new Screen(80);
    let writes = 0;
    const write = screen.write.bind(screen);
    screen.write = text => {
      writes++;
      return write(text);
    };
    const area = areaOn(screen);
    for (let i = 0; i < 5; i++) area.show(['idle']);
    expect(writes).toBe(1);
  });
});
