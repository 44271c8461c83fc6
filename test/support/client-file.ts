/** Client files for tests: written as their owners write them, read by the real readers, judged by one rule. */

import type { ClientFile } from '../../src/advisors/evidence/given.ts';
import type { EvidenceKinds } from '../../src/advisors/evidence/kinds.ts';
import { subjectText } from '../../src/advisors/finding.ts';
import { clientsIn, type ReadOptions } from '../../src/advisors/lint/client-files.ts';
import { settingsFile } from '../../src/advisors/lint/format/read-file.ts';
import { isSource, sourceClient } from '../../src/advisors/lint/source/source-file.ts';
import type { AnyRule, Context } from '../../src/advisors/rule.ts';
import { answerOf } from './evidence.ts';

/** By path; the family is recognised from it, as on the command line. */
export type Files = Readonly<Record<string, string>>;

export interface Told {
  /** 'warning producer.properties:2 acks: acks=1' */
  readonly found: string[];
  /** 'the reason; needs …' */
  readonly unchecked: string[];
}

export async function clientsOf(files: Files, reading: ReadOptions = {}): Promise<ClientFile[]> {
  const read = await Promise.all(
    Object.entries(files).map(async ([path, text]) =>
      isSource(path) ? [sourceClient(path, text)] : clientsIn(await settingsFile(path, Buffer.from(text)), reading),
    ),
  );
  return read.flat();
}

export async function toldBy(
  rule: AnyRule,
  files: Files,
  more: { reading?: ReadOptions; context?: Partial<Context>; kinds?: Partial<EvidenceKinds> } = {},
): Promise<Told> {
  const clients = await clientsOf(files, more.reading);
  const { findings, unchecked } = answerOf(rule, { clients, ...more.kinds }, { context: more.context ?? {} });
  return {
    found: findings.map(({ severity, subject, observed }) => `${severity} ${subjectText(subject)}: ${observed}`),
    unchecked: unchecked.map(({ reason, needs }) => `${reason}; needs ${needs}`),
  };
}

export const quiet: Told = { found: [], unchecked: [] };
