/** Java, Kotlin, JavaScript and TypeScript as a list of words, strings and signs, without comments: as much as patterns need. */

export interface Token {
  readonly text: string;
  readonly line: number;
  readonly kind: 'word' | 'string' | 'sign';
}

const TOKEN =
  /(?<space>\s+)|(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)|(?<word>[\p{L}_$@#][\p{L}\p{N}_$]*|\d[\w.]*)|(?<sign>=>|\?\.|[-+*/%&|^!=<>]=|&&|\|\||[\s\S])/gu;

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const { 0: text, groups } of source.matchAll(TOKEN)) {
    if (groups!.space === undefined && groups!.comment === undefined) {
      const kind = groups!.string !== undefined ? 'string' : groups!.word !== undefined ? 'word' : 'sign';
      tokens.push({ text, line, kind });
    }
    for (const char of text) if (char === '\n') line++;
  }
  return tokens;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Index of the bracket that closes the one at `open`; the end where none does. */
export function closingAt(tokens: readonly Token[], open: number): number {
  const begin = tokens[open]!.text;
  const end = CLOSING[begin];
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'sign') continue;
    if (tokens[at]!.text === begin) depth++;
    else if (tokens[at]!.text === end && --depth === 0) return at;
  }
  return tokens.length - 1;
}

/** The parts of a call's arguments, between `open` and its closing bracket, divided at commas of its own level. */
export function argumentsOf(tokens: readonly Token[], open: number): Token[][] {
  const close = closingAt(tokens, open);
  const parts: Token[][] = [];
  let part: Token[] = [];
  for (let at = open + 1; at < close; at++) {
    const token = tokens[at]!;
    if (token.kind === 'sign' && token.text === ',') {
      parts.push(part);
      part = [];
      continue;
    }
    const until = token.kind === 'sign' && token.text in CLOSING ? closingAt(tokens, at) : at;
    part.push(...tokens.slice(at, until + 1));
    at = until;
  }
  return part.length > 0 ? [...parts, part] : parts;
}

/** Whether the token at `at` begins a statement. In JavaScript a line may end one without a semicolon. */
export function beginsStatement(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined || (before.kind === 'sign' && /^[;{}]$/.test(before.text))) return true;
  return before.line < tokens[at]!.line && before.kind === 'sign' && before.text === ')';
}
