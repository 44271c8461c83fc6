/** The place in an expression that is being read, and characters written with a backslash. */
import { InvalidRe2 } from './invalid.ts';

const SINGLE: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

export class Escapes {
  protected rest: string;
  private readonly names = new Set<string>();

  constructor(expression: string) {
    this.rest = expression;
  }

  protected get atEnd(): boolean {
    return this.rest === '';
  }

  protected looksAt(text: string): boolean {
    return this.rest.startsWith(text);
  }

  protected take(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.rest = this.rest.slice(text.length);
    return true;
  }

  protected takeMatch(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.rest);
    if (found === null) return undefined;
    this.rest = this.rest.slice(found[0].length);
    return found;
  }

  /** The next character, of one or two UTF-16 units. */
  protected next(): string {
    const char = String.fromCodePoint(this.rest.codePointAt(0)!);
    this.rest = this.rest.slice(char.length);
    return char;
  }

  /** After `\Q`, up to `\E` or the end. */
  protected quoted(): string[] {
    const end = this.rest.indexOf('\\E');
    const text = end < 0 ? this.rest : this.rest.slice(0, end);
    this.rest = end < 0 ? '' : this.rest.slice(end + 2);
    return [...text];
  }

  protected nameGroup(name: string): void {
    if (this.names.has(name)) throw new InvalidRe2(`duplicate capture group name: \`${name}\``);
    this.names.add(name);
  }

  /** The character that an escape stands for. */
  protected escaped(): string {
    const from = this.rest;
    this.take('\\');
    if (this.atEnd) throw new InvalidRe2('trailing backslash at end of expression');
    const octal = this.takeMatch(/^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/);
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal[0], 8));
    const hex = this.takeMatch(/^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/);
    if (hex !== undefined) {
      const code = Number.parseInt(hex[1] ?? hex[2]!, 16);
      if (code > 0x10ffff) throw new InvalidRe2(`invalid escape sequence: \`${from.slice(0, 2)}\``);
      return String.fromCodePoint(code);
    }
    const char = this.next();
    const single = SINGLE.get(char);
    if (single !== undefined) return single;
    // Digits would be backreferences, letters may get a meaning one day.
    if (char.charCodeAt(0) >= 0x80 || /[0-9A-Za-z]/.test(char))
      throw new InvalidRe2(`invalid escape sequence: \`\\${char}\``);
    return char;
  }
}
