/** Findings about source files. */
import type { Observation } from '../finding.ts';
import type { Unjudged } from '../rule.ts';
import type { ClientFile, CodeFact } from './given.ts';

export function* codeFindings(
  clients: readonly ClientFile[],
  does: CodeFact['does'],
  more: Partial<Observation> & Pick<Observation, 'fix'>,
): Iterable<Observation | Unjudged> {
  const sources = clients.filter(({ code }) => code !== undefined);
  if (sources.length === 0) {
    yield { unjudged: 'files of settings do not show it', needs: 'the source files of the client: .java, .ts, .js' };
  }
  for (const { path, code = [] } of sources) {
    for (const fact of code) {
      if (fact.does === does) yield { subject: { type: 'file', path, line: fact.line }, observed: fact.text, ...more };
    }
  }
}
