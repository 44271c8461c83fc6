/** Findings about source files. */
import type { Observation } from '../finding.ts';
import type { Unjudged } from '../rule.ts';
import type { ClientFile, CodeFact } from './given.ts';

/** A yield where no source file was given. */
export function* sourcesMissing(clients: readonly ClientFile[]): Iterable<Unjudged> {
  if (clients.some(({ code }) => code !== undefined)) return;
  yield { unjudged: 'files of settings do not show it', needs: 'the source files of the client: .java, .ts, .js' };
}

export function* codeFindings(
  clients: readonly ClientFile[],
  does: CodeFact['does'],
  more: Partial<Observation> & Pick<Observation, 'fix'>,
): Iterable<Observation> {
  for (const { path, code = [] } of clients) {
    for (const fact of code) {
      if (fact.does === does) yield { subject: { type: 'file', path, line: fact.line }, observed: fact.text, ...more };
    }
  }
}
