/** Asking a person. Only on a terminal; the question goes to stderr because stdout is data. */
import { UsageError } from './errors.ts';

/** Resolves to the answer; "no" when just Enter is pressed. `advice` is for where nobody can be asked. */
export async function ask(question: string, signal: AbortSignal, advice: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`there is no terminal to ask on: ${question} Nothing was changed.`, {
      code: 'CONFIRMATION_NEEDED',
      advice,
    });
  }
  const { confirm } = await import('@inquirer/prompts');
  return confirm({ message: question, default: false }, { output: process.stderr, signal });
}
