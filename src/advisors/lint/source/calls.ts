/** Calls of methods on variables, in the order of the file: consumer.commitSync(…), this.producer.send(…). */
import { argumentsOf, closingAt, type Token } from './tokens.ts';

export interface Call {
  /** The variable; of this.producer its last word. */
  readonly on: string;
  readonly method: string;
  readonly line: number;
  /** Where the expression begins and where its closing bracket is. */
  readonly from: number;
  readonly to: number;
  readonly arguments: readonly (readonly Token[])[];
}

export function callsIn(tokens: readonly Token[]): Call[] {
  const calls: Call[] = [];
  for (let at = 0; at + 3 < tokens.length; at++) {
    const [on, dot, method, open] = tokens.slice(at, at + 4) as [Token, Token, Token, Token];
    if (on.kind !== 'word' || method.kind !== 'word' || !/^(\.|\?\.)$/.test(dot.text) || open.text !== '(') continue;
    const isMember = tokens[at - 1]?.text === '.' && tokens[at - 2]?.text === 'this';
    // Something else before it: a call on a call's result, which is not that variable.
    if (tokens[at - 1]?.text === '.' && !isMember) continue;
    calls.push({
      on: on.text,
      method: method.text,
      line: on.line,
      from: isMember ? at - 2 : at,
      to: closingAt(tokens, at + 3),
      arguments: argumentsOf(tokens, at + 3),
    });
  }
  return calls;
}
