/**
 * ssl.principal.mapping.rules: from the distinguished name in a certificate to the name of a user (KIP-371; Kafka:
 * SslPrincipalMapper.java). Rules are tried in their order; one that fits must fit the whole name.
 */
const RULE = /\s*(?:(DEFAULT)|RULE:((?:\\.|[^\\/])*)\/((?:\\.|[^\\/])*)\/([LU]?)|)\s*(?:,\s*|$)/y;
/** The one flag of Java's patterns that such rules are seen with. */
const ANY_CASE = '(?i)';

interface Rule {
  readonly whole: RegExp;
  readonly each: RegExp;
  readonly replacement: string;
  readonly letters: string;
}

export type PrincipalMapping = (distinguishedName: string) => string | undefined;

/** The name of the user, undefined when no rule fits. Throws an Error when the rules cannot be read. */
export function principalMapping(text: string): PrincipalMapping {
  const rules = parse(text);
  return name => {
    for (const rule of rules) {
      const mapped = rule === 'DEFAULT' ? name : apply(rule, name);
      if (mapped !== undefined) return mapped;
    }
    return undefined;
  };
}

function parse(given: string): (Rule | 'DEFAULT')[] {
  const text = given.trim();
  const rules: (Rule | 'DEFAULT')[] = [];
  for (let at = 0; at < text.length; at = RULE.lastIndex) {
    RULE.lastIndex = at;
    const match = RULE.exec(text);
    if (match === null) throw new Error(`Invalid rule: \`${text.slice(at)}\``);
    const [, isDefault, pattern, replacement = '', letters = ''] = match;
    if (isDefault !== undefined) rules.push('DEFAULT');
    else if (pattern !== undefined) rules.push({ ...patternsOf(pattern), replacement, letters });
  }
  return rules;
}

function patternsOf(pattern: string): Pick<Rule, 'whole' | 'each'> {
  const [source, flags] = pattern.startsWith(ANY_CASE) ? [pattern.slice(ANY_CASE.length), 'i'] : [pattern, ''];
  return { whole: new RegExp(`^(?:${source})$`, flags), each: new RegExp(source, `g${flags}`) };
}

/** As Java's String.replaceAll once the whole name fits: each occurrence of the pattern, which is usually the one. */
function apply({ whole, each, replacement, letters }: Rule, name: string): string | undefined {
  const fits = whole.exec(name);
  if (fits === null) return undefined;
  const mapped = name.replace(each, (...match) => filled(replacement, match.slice(0, fits.length)));
  if (letters === 'L') return mapped.toLowerCase();
  return letters === 'U' ? mapped.toUpperCase() : mapped;
}

/**
 * `$1` is a group where there is one, of as many digits as there are groups for, and stays as it is where there is none;
 * a backslash takes the meaning of what follows.
 */
const filled = (replacement: string, groups: readonly string[]): string =>
  replacement.replace(/\\(.)|\$(\d+)/g, (all, char: string | undefined, digits = '') => {
    if (char !== undefined) return char;
    for (let used = digits.length; used > 0; used--) {
      const group = Number(digits.slice(0, used));
      if (group < groups.length) return (groups[group] ?? '') + digits.slice(used);
    }
    return all;
  });
