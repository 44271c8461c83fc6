/** Sets of characters, by code point. */

export type CharTest = (char: number) => boolean;

const between =
  (low: string, high: string): CharTest =>
  char =>
    char >= low.charCodeAt(0) && char <= high.charCodeAt(0);

const anyOf = (chars: string): CharTest => {
  const all = new Set(Array.from(chars, char => char.codePointAt(0)!));
  return char => all.has(char);
};

export const either =
  (...tests: readonly CharTest[]): CharTest =>
  char =>
    tests.some(test => test(char));

export const not =
  (test: CharTest): CharTest =>
  char =>
    !test(char);

const digit = between('0', '9');
const lower = between('a', 'z');
const upper = between('A', 'Z');
const alpha = either(lower, upper);
const alnum = either(alpha, digit);
export const isWord = either(alnum, anyOf('_'));

/** \d, \s, \w; in capitals they mean all others. */
export const perlClasses: ReadonlyMap<string, CharTest> = new Map([
  ['d', digit],
  ['s', anyOf('\t\n\f\r ')],
  ['w', isWord],
]);

/** [[:alpha:]] and the like. */
export const posixClasses: ReadonlyMap<string, CharTest> = new Map([
  ['alnum', alnum],
  ['alpha', alpha],
  ['ascii', char => char < 0x80],
  ['blank', anyOf('\t ')],
  ['cntrl', char => char < 0x20 || char === 0x7f],
  ['digit', digit],
  ['graph', char => char > 0x20 && char < 0x7f],
  ['lower', lower],
  ['print', char => char >= 0x20 && char < 0x7f],
  ['punct', char => char > 0x20 && char < 0x7f && !alnum(char)],
  ['space', anyOf('\t\n\v\f\r ')],
  ['upper', upper],
  ['word', isWord],
  ['xdigit', either(digit, between('a', 'f'), between('A', 'F'))],
]);

/** \pL, \p{Lu}, \p{Greek}: a general category or a script; undefined when there is none of that name. */
export function unicodeClass(name: string): CharTest | undefined {
  if (name === 'Any') return () => true;
  if (!/^[A-Za-z_]+$/.test(name)) return undefined;
  for (const property of name.length <= 2 ? [`General_Category=${name}`] : [`Script=${name}`])
    try {
      const pattern = new RegExp(`^\\p{${property}}$`, 'u');
      return char => pattern.test(String.fromCodePoint(char));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  return undefined;
}

/** The same without regard to case. */
export const foldCase =
  (test: CharTest): CharTest =>
  char => {
    if (test(char)) return true;
    const text = String.fromCodePoint(char);
    return [text.toLowerCase(), text.toUpperCase()].some(
      other => [...other].length === 1 && test(other.codePointAt(0)!),
    );
  };
