/**
 * What is told of source code: only patterns that leave no doubt. A call whose result goes anywhere, a variable that came from elsewhere, a
 * commit behind any other statement: nothing is said of them, and silence about a file is no praise.
 */
import type { CodeFact } from '../../evidence/given.ts';
import { type Call, callsIn } from './calls.ts';
import { clientVariables, type Variables } from './clients-in.ts';
import { beginsStatement, type Token } from './tokens.ts';

export type Language = 'java' | 'script';

export function codeFacts(tokens: readonly Token[], language: Language): CodeFact[] {
  const variables = clientVariables(tokens, language);
  const calls = callsIn(tokens);
  if (variables.producers.size + variables.consumers.size === 0) return [];
  const seen: Seen = { tokens, calls, variables, language };
  return [...unanswered(seen), ...committedFirst(seen), ...leftFirst(seen), ...unsafeKeys(seen)].sort(
    (a, b) => a.line - b.line,
  );
}

interface Seen {
  readonly tokens: readonly Token[];
  readonly calls: readonly Call[];
  readonly variables: Variables;
  readonly language: Language;
}

const shown = (tokens: readonly Token[], from: number, to: number): string => {
  const text = tokens
    .slice(from, to + 1)
    .map((token, at) => (at > 0 && spaced(tokens[from + at - 1]!, token) ? ` ${token.text}` : token.text));
  const whole = text.join('');
  return whole.length > 90 ? `${whole.slice(0, 89)}…` : whole;
};

const spaced = (a: Token, b: Token) =>
  (a.kind === 'word' && b.kind === 'word') || /^[,=:]$/.test(a.text) || /^[=]$/.test(b.text);

/** producer.send(record); with nothing before it and nothing after, and in Java no second argument. */
function* unanswered({ tokens, calls, variables, language }: Seen): Iterable<CodeFact> {
  for (const call of calls) {
    if (!variables.producers.has(call.on) || call.method !== 'send' || call.arguments.length !== 1) continue;
    const after = tokens[call.to + 1];
    const ends =
      after === undefined ||
      after.text === ';' ||
      (language === 'script' && (after.text === '}' || (after.line > tokens[call.to]!.line && after.kind === 'word')));
    if (!ends || !beginsStatement(tokens, call.from)) continue;
    yield {
      does: 'send-unanswered',
      line: call.line,
      text: `${shown(tokens, call.from, call.to)}, and nothing looks at what it returns`,
    };
  }
}

/** consumer.commitSync() as the statement right after records = consumer.poll(…). */
function* committedFirst({ tokens, calls, variables, language }: Seen): Iterable<CodeFact> {
  if (language !== 'java') return;
  for (const poll of calls) {
    if (!variables.consumers.has(poll.on) || poll.method !== 'poll' || tokens[poll.to + 1]?.text !== ';') continue;
    const commit = calls.find(({ from }) => from === poll.to + 2);
    if (commit?.on !== poll.on || !/^commit(Sync|Async)$/.test(commit.method)) continue;
    // Committing with offsets of its own is another story, and so is a poll whose records nobody takes.
    if (commit.arguments.some(part => !/^(Duration|new|\()/.test(part[0]?.text ?? ''))) continue;
    if (tokens[poll.from - 1]?.text !== '=') continue;
    yield {
      does: 'commit-before-handling',
      line: commit.line,
      text: `${shown(tokens, commit.from, commit.to)} comes right after poll(), before anything is done with its records`,
    };
  }
}

/** consumer.unsubscribe(); consumer.close(…); with no commit between them or right before. */
function* leftFirst({ tokens, calls, variables, language }: Seen): Iterable<CodeFact> {
  if (language !== 'java') return;
  for (const leave of calls) {
    if (!variables.consumers.has(leave.on) || leave.method !== 'unsubscribe' || tokens[leave.to + 1]?.text !== ';')
      continue;
    const close = calls.find(({ from }) => from === leave.to + 2);
    if (close?.on !== leave.on || close.method !== 'close') continue;
    const commits = calls.some(
      ({ on, method, to }) =>
        on === leave.on && method === 'commitSync' && to < leave.from && !hasLoopBetween(tokens, to, leave.from),
    );
    if (commits) continue;
    yield {
      does: 'unsubscribe-before-close',
      line: leave.line,
      text: `${shown(tokens, leave.from, leave.to)} comes before ${shown(tokens, close.from, close.to)}, and no commitSync() before both`,
    };
  }
}

/** A commit inside of a loop that has ended is not the last one. */
const hasLoopBetween = (tokens: readonly Token[], from: number, to: number) => {
  let depth = 0;
  for (let at = from; at < to; at++) {
    if (tokens[at]!.text === '{') depth++;
    if (tokens[at]!.text === '}' && --depth < 0) return true;
  }
  return false;
};

/** redis.setnx(key, value) in a file that consumes; and a del of the same first argument in the same file, after a commit. */
function* unsafeKeys({ tokens, calls, variables }: Seen): Iterable<CodeFact> {
  if (variables.consumers.size === 0) return;
  const keys = new Set<string>();
  for (const call of calls) {
    const isSetnx = /^setn[xX]$/i.test(call.method) && call.arguments.length === 2;
    const isIfAbsent = call.method === 'setIfAbsent' && call.arguments.length === 2;
    if (!isSetnx && !isIfAbsent) continue;
    keys.add(textOf(call.arguments[0]!));
    yield {
      does: 'setnx-without-ttl',
      line: call.line,
      text: `${shown(tokens, call.from, call.to)} sets a key without saying how long it lives`,
    };
  }
  for (const call of calls) {
    if (
      !/^(del|delete|unlink)$/.test(call.method) ||
      call.arguments.length !== 1 ||
      !keys.has(textOf(call.arguments[0]!))
    )
      continue;
    const commit = calls.findLast(
      ({ on, method, to }) => variables.consumers.has(on) && /^commit/.test(method) && to < call.from,
    );
    if (commit === undefined || tokens[call.from]!.line - commit.line > 3) continue;
    yield {
      does: 'deduplication-key-deleted',
      line: call.line,
      text: `${shown(tokens, call.from, call.to)} follows ${commit.on}.${commit.method}(…): the same record may come again after it`,
    };
  }
}

const textOf = (part: readonly Token[]) => part.map(({ text }) => text).join(' ');
