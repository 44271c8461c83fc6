/**
 * The value of sasl.jaas.config: `LoginModule required name="value" … ;` (Kafka: JaasConfig.java, which reads it with Java's
 * StreamTokenizer: quotes with backslashes, comments of both kinds).
 */

export interface JaasEntry {
  readonly loginModule: string;
  readonly options: ReadonlyMap<string, string>;
}

const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([=;])|([^\s=;"']+)/gsy;
const CONTROL_FLAGS = ['REQUIRED', 'REQUISITE', 'SUFFICIENT', 'OPTIONAL'];

/** Throws an Error with a message that holds none of the values. */
export function parseJaas(text: string): JaasEntry {
  const tokens = tokensOf(text);
  const [loginModule, flag, ...rest] = tokens;
  if (loginModule === undefined) throw new Error('there is no login module');
  if (!CONTROL_FLAGS.includes(flag?.toUpperCase() ?? ''))
    throw new Error(
      `after the login module ${loginModule} one of ${CONTROL_FLAGS.join(', ').toLowerCase()} is expected`,
    );
  const end = rest.indexOf(';');
  if (end < 0) throw new Error('it does not end with a semicolon');
  if (end < rest.length - 1) throw new Error('there is something after the semicolon; one login module is expected');
  const options = new Map<string, string>();
  for (let i = 0; i < end; i += 3) {
    const [name, equals, value] = rest.slice(i, i + 3);
    if (equals !== '=' || value === undefined || value === ';') throw new Error(`option ${name} has no value`);
    options.set(name!, value);
  }
  return { loginModule, options };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`a quote is not closed, or character ${at + 1} is out of place`);
    const [, double, single, mark, word] = match;
    const quoted = double ?? single;
    const token = quoted === undefined ? (mark ?? word) : unescaped(quoted);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const unescaped = (text: string): string => text.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
