/** Findings about files as files: what their reader has seen. */
import type { Observation, Severity } from '../finding.ts';
import { placeIn } from './client-setting.ts';
import type { ClientFile, FileFault } from './given.ts';

export function* faultFindings(
  clients: readonly ClientFile[],
  fault: FileFault['fault'],
  severityFor?: (client: ClientFile) => Severity,
): Iterable<Observation> {
  for (const client of clients) {
    for (const { key, line, observed, advice, edit, ...of } of client.faults) {
      if (of.fault !== fault) continue;
      yield {
        subject: placeIn(client, { line, key }),
        observed,
        ...(severityFor ? { severity: severityFor(client) } : {}),
        fix: [{ text: sentence(advice), ...(edit ? { edit } : {}) }],
      };
    }
  }
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
