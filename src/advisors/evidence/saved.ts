/** --save-evidence and --evidence: everything that a run knew, so that the same rules run without the cluster. Holds no secret and no record's content. */
import { Failure } from '../../lib/failure.ts';
import { readNamedText } from '../../lib/named-file.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import type { Evidence } from './evidence.ts';
import { savedSchema } from './saved-schema.ts';

const WHERE = '--evidence';

/** Replaces the file in one step. */
export function saveEvidence(path: string, evidence: Evidence): void {
  replaceFile(path, `${JSON.stringify({ format: 'mq evidence', version: 1, ...evidence })}\n`);
}

/** Throws Failure USAGE for a file that is none, is damaged, or was written by an mq that is newer. */
export async function readEvidence(path: string): Promise<Evidence> {
  const text = await readNamedText(path, WHERE);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, 'it is no JSON', cause);
  }
  const { format, version } = (found ?? {}) as { format?: unknown; version?: unknown };
  if (format !== 'mq evidence') throw damaged(path, 'it does not begin as evidence does');
  if (version !== 1) throw damaged(path, `its version is ${String(version)}, and this mq knows version 1`);
  const result = savedSchema.safeParse(found);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw damaged(path, `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { collectedAtMs, kinds, missing } = result.data;
  return { collectedAtMs, kinds: kinds as Evidence['kinds'], missing }; // JSON has no undefined
}

const damaged = (path: string, why: string, cause?: unknown) =>
  new Failure(`${path} is no evidence that mq can read: ${why}`, {
    code: 'USAGE',
    where: WHERE,
    advice: `write it with mq doctor --save-evidence ${path}`,
    cause,
  });
