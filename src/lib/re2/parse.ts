/** RE2's syntax (https://github.com/google/re2/wiki/Syntax), with the extensions of Perl that RE2J switches on. */
import { type CharTest, either, foldCase, not, perlClasses, posixClasses, unicodeClass } from './char-class.ts';
import { Escapes } from './escapes.ts';
import { InvalidRe2 } from './invalid.ts';

export { InvalidRe2 } from './invalid.ts';

export type AssertKind = 'begin' | 'end' | 'lineBegin' | 'lineEnd' | 'boundary' | 'notBoundary';

export type Tree =
  | { readonly type: 'empty' }
  | { readonly type: 'char'; readonly test: CharTest }
  | { readonly type: 'assert'; readonly kind: AssertKind }
  | { readonly type: 'concat' | 'either'; readonly items: readonly Tree[] }
  | { readonly type: 'repeat'; readonly item: Tree; readonly min: number; readonly max: number };

/** Copies of a part that counted repetitions may make, all together: `(x{100}){100}` is too much. */
const MAX_COPIES = 1000;

export const parse = (expression: string): Tree => new Parser(expression).parse();

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  /** Swaps greedy and lazy, which makes no difference to whether something matches. */
  readonly U: boolean;
}

class Parser extends Escapes {
  private flags: Flags = { i: false, m: false, s: false, U: false };

  parse(): Tree {
    const tree = this.alternatives();
    if (!this.atEnd) throw new InvalidRe2('missing closing )');
    return tree;
  }

  /** Up to the end of the group. */
  private alternatives(): Tree {
    const items = [this.sequence()];
    while (this.take('|')) items.push(this.sequence());
    return items.length === 1 ? items[0]! : { type: 'either', items };
  }

  private sequence(): Tree {
    const items: Tree[] = [];
    while (!this.atEnd && !this.looksAt('|') && !this.looksAt(')')) {
      if (this.take('\\Q')) items.push(...this.quoted().map(char => this.literal(char)));
      else if (!this.setFlagsOnly()) items.push(this.atom());
      // A repetition is of the last item, be that within quotes or before a change of flags.
      const last = items.pop();
      if (last !== undefined) items.push(this.repeated(last));
    }
    return { type: 'concat', items };
  }

  private atom(): Tree {
    if (this.take('(')) return this.group();
    if (this.take('[')) return { type: 'char', test: this.fold(this.bracketed()) };
    if (this.take('.')) return { type: 'char', test: this.flags.s ? () => true : char => char !== 10 };
    if (this.take('^')) return { type: 'assert', kind: this.flags.m ? 'lineBegin' : 'begin' };
    if (this.take('$')) return { type: 'assert', kind: this.flags.m ? 'lineEnd' : 'end' };
    if (this.looksAt('*') || this.looksAt('+') || this.looksAt('?'))
      throw new InvalidRe2(`missing argument to repetition operator: \`${this.next()}\``);
    const counted = /^\{\d+(,\d*)?\}/.exec(this.rest);
    if (counted !== null) throw new InvalidRe2(`missing argument to repetition operator: \`${counted[0]}\``);
    if (/^\{[*+?]/.test(this.rest)) throw new InvalidRe2('invalid nested repetition operator'); // as RE2J has it
    if (!this.looksAt('\\')) return this.literal(this.next());
    if (this.take('\\A')) return { type: 'assert', kind: 'begin' };
    if (this.take('\\z')) return { type: 'assert', kind: 'end' };
    if (this.take('\\b')) return { type: 'assert', kind: 'boundary' };
    if (this.take('\\B')) return { type: 'assert', kind: 'notBoundary' };
    const test = this.classEscape();
    return test === undefined ? this.literal(this.escaped()) : { type: 'char', test: this.fold(test) };
  }

  private literal(char: string): Tree {
    const code = char.codePointAt(0)!;
    return { type: 'char', test: this.fold(other => other === code) };
  }

  private fold(test: CharTest): CharTest {
    return this.flags.i ? foldCase(test) : test;
  }

  /** With what follows an atom: `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`, each with a `?` for lazy. */
  private repeated(item: Tree): Tree {
    const bounds = this.repetition();
    if (bounds === undefined) return item;
    this.take('?');
    const stacked = this.rest;
    if (this.repetition() !== undefined) throw new InvalidRe2(`invalid nested repetition operator: \`${stacked}\``);
    const tree: Tree = { type: 'repeat', item, ...bounds };
    if (copies(tree) > MAX_COPIES) throw new InvalidRe2('bad repetition operator: too many repetitions');
    return tree;
  }

  private repetition(): { min: number; max: number } | undefined {
    const many = Number.POSITIVE_INFINITY;
    if (this.take('*')) return { min: 0, max: many };
    if (this.take('+')) return { min: 1, max: many };
    if (this.take('?')) return { min: 0, max: 1 };
    // Anything else in braces is just that.
    const counted = this.takeMatch(/^\{(\d+)(,(\d*))?\}/);
    if (counted === undefined) return undefined;
    const [whole, from, hasMax, to] = counted;
    const min = Number(from);
    const max = hasMax === undefined ? min : to === '' ? many : Number(to);
    if (min > MAX_COPIES || (max !== many && max > MAX_COPIES) || min > max)
      throw new InvalidRe2(`bad repetition operator: \`${whole}\``);
    return { min, max };
  }

  /** After `(`: what it holds, with the flags it sets for itself. */
  private group(): Tree {
    const around = this.flags;
    if (this.looksAt('?')) {
      const named = this.takeMatch(/^\?P?<(\w+)>/);
      if (named !== undefined) this.nameGroup(named[1]!);
      else this.setFlags();
    }
    const tree = this.alternatives();
    if (!this.take(')')) throw new InvalidRe2('missing closing )');
    this.flags = around;
    return tree;
  }

  /** `(?i)`, for the rest of the group around; true when that is what came. */
  private setFlagsOnly(): boolean {
    if (!/^\(\?[imsU]*(-[imsU]+)?\)/.test(this.rest)) return false;
    this.take('(');
    this.setFlags();
    return true;
  }

  /** `?i)` or `?i-s:` */
  private setFlags(): void {
    const found = this.takeMatch(/^\?([imsU]*)(-[imsU]+)?[:)]/);
    if (found === undefined) throw new InvalidRe2(`invalid or unsupported Perl syntax: \`(${this.rest.slice(0, 3)}\``);
    const [, on, off = ''] = found;
    const changed: Record<string, boolean> = { ...this.flags };
    for (const flag of on!) changed[flag] = true;
    for (const flag of off.slice(1)) changed[flag] = false;
    this.flags = changed as unknown as Flags;
  }

  /** After `[`. */
  private bracketed(): CharTest {
    const negated = this.take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || !this.looksAt(']'); first = false) {
      if (this.atEnd) throw new InvalidRe2('missing closing ]');
      const test = this.posixClass() ?? this.classEscape() ?? this.classRange();
      tests.push(test);
    }
    this.take(']');
    // Without a flag a negated class matches a newline, unlike the dot.
    const test = this.fold(either(...tests));
    return negated ? not(test) : test;
  }

  private classRange(): CharTest {
    const start = this.rest;
    const low = this.classChar().codePointAt(0)!;
    if (!this.looksAt('-') || this.looksAt('-]')) return char => char === low;
    this.take('-');
    if (this.atEnd) throw new InvalidRe2('missing closing ]');
    const high = this.classChar().codePointAt(0)!;
    if (high < low) throw new InvalidRe2(`invalid character class range: \`${start.slice(0, 3)}\``);
    return char => char >= low && char <= high;
  }

  private classChar(): string {
    return this.looksAt('\\') ? this.escaped() : this.next();
  }

  private posixClass(): CharTest | undefined {
    const found = this.takeMatch(/^\[:(\^?)([^\]:]*):\]/);
    if (found === undefined) return undefined;
    const test = posixClasses.get(found[2]!);
    if (test === undefined) throw new InvalidRe2(`invalid character class range: \`${found[0]}\``);
    return found[1] === '^' ? not(test) : test;
  }

  /** `\d`, `\pL` and the like; undefined when something else follows. */
  private classEscape(): CharTest | undefined {
    const perl = this.takeMatch(/^\\([dswDSW])/);
    if (perl !== undefined) {
      const test = perlClasses.get(perl[1]!.toLowerCase())!;
      return perl[1]! >= 'a' ? test : not(test);
    }
    const unicode = this.takeMatch(/^\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/u);
    if (unicode === undefined) return undefined;
    const [whole, p, caret, braced, single] = unicode;
    const test = unicodeClass(braced ?? single!);
    if (test === undefined) throw new InvalidRe2(`invalid character class range: \`${whole}\``);
    return (p === 'P') !== (caret === '^') ? not(test) : test;
  }
}

/** How often the innermost part of a tree is written out. */
function copies(tree: Tree): number {
  switch (tree.type) {
    case 'concat':
    case 'either':
      return Math.max(1, ...tree.items.map(copies));
    case 'repeat':
      return copies(tree.item) * Math.max(1, tree.max === Number.POSITIVE_INFINITY ? tree.min : tree.max);
    default:
      return 1;
  }
}
