import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { boolean as flag, string } from '@oclif/core/flags';
import { MqCommand } from '../../cli/command.ts';
import { UsageError } from '../../cli/errors.ts';
import { outputFlags } from '../../cli/flags.ts';
import { setFlags, templateArgs, templatesDirectory } from '../../cli/template-flags.ts';
import { counted } from '../../lib/counted.ts';
import { ifMeant } from '../../lib/meant.ts';
import { valuesOf } from '../../operations/templates/parameters.ts';
import { type RenderedFile, renderTemplate } from '../../operations/templates/render.ts';
import { findTemplate } from '../../operations/templates/template.ts';

export default class TemplateRender extends MqCommand<RenderedFile[]> {
  static override summary = 'Write the files of a template, with your parameters';
  static override description =
    'To stdout, or into a directory with --out; files that are there already are only overwritten with --force. --file prints a single one, ' +
    'to be piped.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> log-collection --set name=applogs --set partitions=24 --out applogs',
    '<%= config.bin %> <%= command.id %> delay --file topics.yaml | <%= config.bin %> apply -',
  ];
  static override args = templateArgs;
  static override flags = {
    ...setFlags,
    out: string({ helpValue: 'DIRECTORY', exclusive: ['file'], summary: 'write the files there' }),
    force: flag({ dependsOn: ['out'], summary: 'overwrite files' }),
    file: string({ helpValue: 'PATH', summary: 'print only this one' }),
    ...outputFlags,
  };

  async run(): Promise<RenderedFile[]> {
    const { args, flags } = await this.parse(TemplateRender);
    const template = await findTemplate(templatesDirectory(this.config.root), args.template);
    const all = renderTemplate(template, valuesOf(template, flags.set));
    const files = flags.file === undefined ? all : [fileNamed(flags.file, all)];
    if (flags.out !== undefined) await writeAll(files, flags.out, flags.force);
    if (flags.output !== 'table') return this.show(files, [{ header: 'path', value: row => row.path }], flags);
    if (flags.out !== undefined) this.note(`Wrote ${counted(files.length, 'file')} to ${flags.out}.`);
    else for (const { path, content } of files) this.print(flags.file ? content : `==> ${path} <==\n${content}\n`);
    return files;
  }
}

function fileNamed(path: string, files: readonly RenderedFile[]): RenderedFile {
  const found = files.find(file => file.path === path);
  if (found) return found;
  const known = files.map(file => file.path);
  throw new UsageError(`the template has no file ${path}`, {
    where: '--file',
    advice: ifMeant(path, known) ?? `one of ${known.join(', ')}`,
  });
}

/** All or nothing: what is in the way is found before anything is written. */
async function writeAll(files: readonly RenderedFile[], out: string, force: boolean): Promise<void> {
  const inTheWay = files.map(({ path }) => join(out, path)).filter(existsSync);
  if (inTheWay.length > 0 && !force)
    throw new UsageError(`${inTheWay.join(', ')} would be overwritten; nothing was written`, {
      where: '--out',
      advice: ['another directory', '--force'],
    });
  for (const { path, content } of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), content);
  }
}
