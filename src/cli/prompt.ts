/** Asking a person. Only on a terminal; the question goes to stderr because stdout is data. */
import { UsageError } from './errors.ts';

/** Resolves to the answer; "no" when just Enter is pressed. `advice` is for where nobody can be asked. */
export async function ask(question: string, signal: AbortSignal, advice: readonly string[]): Promise<boolean> {
  requireTerminal(question, advice);
  const { confirm } = await import('@inquirer/prompts');
  return confirm({ message: question, default: false }, { output: process.stderr, signal });
}

/** For what cannot be undone: true when exactly `word` was typed. */
export async function askTyped(
  warning: string,
  word: string,
  signal: AbortSignal,
  advice: readonly string[],
): Promise<boolean> {
  requireTerminal(warning, advice);
  const { input } = await import('@inquirer/prompts');
  const typed = await input({ message: `${warning} Type "${word}" to go on:` }, { output: process.stderr, signal });
  return typed.trim() === word;
}

/** Resolves to the value of the choice; that of the first one when just Enter is pressed. */
export async function pick(
  question: string,
  choices: readonly { readonly value: string; readonly name: string }[],
  signal: AbortSignal,
  advice: readonly string[],
): Promise<string> {
  requireTerminal(question, advice);
  const { select } = await import('@inquirer/prompts');
  return select({ message: question, choices, pageSize: choices.length }, { output: process.stderr, signal });
}

function requireTerminal(question: string, advice: readonly string[]): void {
  if (process.stdin.isTTY && process.stderr.isTTY) return;
  throw new UsageError(`there is no terminal to ask on: ${question} Nothing was changed.`, {
    code: 'CONFIRMATION_NEEDED',
    advice,
  });
}
