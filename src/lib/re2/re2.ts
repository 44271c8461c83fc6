/**
 * Regular expressions as RE2 understands them, which is how Kafka reads SubscribedTopicRegex (it uses RE2J). They come from
 * strangers: matching takes time in proportion to text × expression, whatever the expression, where JavaScript's own engine
 * can be made to run for years. No backreferences and no lookaround, therefore.
 */

import { isWord } from './char-class.ts';
import { compile, type Program } from './compile.ts';
import { parse } from './parse.ts';

export { InvalidRe2 } from './parse.ts';

export class Re2 {
  private readonly program: Program;

  /** InvalidRe2 when the text is no expression. */
  constructor(expression: string) {
    this.program = compile(parse(expression));
  }

  /** Whether the whole text matches. */
  matches(text: string): boolean {
    const chars = Array.from(text, char => char.codePointAt(0)!);
    let states = this.reachable([0], chars, 0);
    for (const [at, char] of chars.entries()) {
      const next: number[] = [];
      for (const state of states) {
        const step = this.program[state]!;
        if (step.op === 'char' && step.test(char)) next.push(step.next);
      }
      if (next.length === 0) return false;
      states = this.reachable(next, chars, at + 1);
    }
    for (const state of states) if (this.program[state]!.op === 'match') return true;
    return false;
  }

  /** All states that can be come to from some without reading a character: Thompson's simulation. */
  private reachable(from: readonly number[], chars: readonly number[], at: number): ReadonlySet<number> {
    const seen = new Set<number>();
    const open = [...from];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (seen.has(state)) continue;
      seen.add(state);
      const step = this.program[state]!;
      if (step.op === 'split') open.push(...step.next);
      else if (step.op === 'assert' && holds(step.kind, chars, at)) open.push(step.next);
    }
    return seen;
  }
}

function holds(kind: string, chars: readonly number[], at: number): boolean {
  const before = chars[at - 1];
  const after = chars[at];
  const NEWLINE = 10;
  switch (kind) {
    case 'begin':
      return before === undefined;
    case 'end':
      return after === undefined;
    case 'lineBegin':
      return before === undefined || before === NEWLINE;
    case 'lineEnd':
      return after === undefined || after === NEWLINE;
    default: {
      const atBoundary = (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after));
      return (kind === 'boundary') === atBoundary;
    }
  }
}
