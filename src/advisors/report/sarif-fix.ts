/** A change of a file as SARIF has it (3.55 fix, 3.56 artifactChange, 3.57 replacement). */
import type { FileEdit } from '../evidence/given.ts';
import type { Fix } from '../finding.ts';
import { uriOf } from './sarif-uri.ts';

/** Lines and columns from 1, the end not counted. */
export interface Change {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Where an edit changes its file; none where the file is not there any more. */
export type ChangesOf = (edit: FileEdit) => readonly Change[];

export const fixesOf = (fixes: readonly Fix[], changesOf: ChangesOf) =>
  fixes.flatMap(({ text, edit }) => {
    const changes = edit ? changesOf(edit) : [];
    if (edit === undefined || changes.length === 0) return [];
    const replacements = changes.map(({ text, ...deletedRegion }) => ({ deletedRegion, insertedContent: { text } }));
    return [
      { description: { text }, artifactChanges: [{ artifactLocation: { uri: uriOf(edit.path) }, replacements }] },
    ];
  });
