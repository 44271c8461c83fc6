/** The files of a template with what was chosen. Liquid has no code: a stranger's template can do nothing but write text. */
import { Liquid } from 'liquidjs';
import { Failure } from '../../lib/failure.ts';
import type { Values } from './parameters.ts';
import type { Template } from './template.ts';

export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true });

/** Throws a Failure that names the file when it is no Liquid or uses what it does not declare. */
export const renderTemplate = ({ name, files }: Template, values: Values): RenderedFile[] =>
  files.map(({ path, source }) => {
    try {
      return { path, content: engine.parseAndRenderSync(source, values) };
    } catch (error) {
      throw new Failure(`cannot render ${name}/${path}: ${(error as Error).message}`, {
        code: 'TEMPLATE',
        cause: error,
      });
    }
  });
