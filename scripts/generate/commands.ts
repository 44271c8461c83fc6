/** From the commands in src/commands: oclif.manifest.json (found instead of looked for, at every start), docs/commands/*.md and the table in README.md. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import { Config, Plugin } from '@oclif/core/config';
import { MqCommandHelp } from '../../src/cli/help.ts';

const root = join(import.meta.dirname, '../..');
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Reads src/commands instead of dist/commands, so that nothing has to be built first. */
const fromSource = {
  root,
  ignoreManifest: true,
  pjson: { ...pjson, oclif: { ...pjson.oclif, commands: { ...pjson.oclif.commands, target: './src/commands' } } },
};

/** What `oclif manifest` writes after a build, in the order of the names instead of the directory's. */
export async function commandManifest(): Promise<[string, string][]> {
  const plugin = new Plugin({
    ...fromSource,
    isRoot: true,
    type: 'core',
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  const commands = Object.values(structuredClone(plugin.manifest.commands)).sort(byId);
  for (const command of commands) {
    command.relativePath = command.relativePath!.map(part => (part === 'src' ? 'dist' : part.replace(/\.ts$/, '.js')));
  }
  const manifest = {
    commands: Object.fromEntries(commands.map(command => [command.id, command])),
    version: pjson.version,
  };
  return [[join(root, 'oclif.manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`]];
}

/** A page for each first word: the same text as --help. */
export async function commandPages(): Promise<[string, string][]> {
  const config = await Config.load(fromSource);
  const pages = Map.groupBy(commandsOf(config), ({ id }) => id.split(':')[0]!);
  return [...pages].map(([topic, commands]) => {
    const about = config.findTopic(topic)?.description;
    const title =
      commands.length > 1 || commands[0]!.id.includes(':') ? `# mq ${topic}\n\n${about ? `${about}.\n\n` : ''}` : '';
    const sections = commands.map(command => sectionOf(command, config, title ? '##' : '#'));
    const note = '<!-- Generated from src/commands by `npm run generate`. -->\n';
    return [join(root, 'docs/commands', `${topic}.md`), `${note}${title}${sections.join('\n')}`];
  });
}

/** The lines between the two comments, where README.md has them. */
export async function readmeCommands(): Promise<[string, string][]> {
  const path = join(root, 'README.md');
  const between = /(<!-- commands -->\n)[\s\S]*?(<!-- \/commands -->)/;
  const readme = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (!between.test(readme)) return [];
  const config = await Config.load(fromSource);
  const rows = commandsOf(config).map(({ id, summary }) => {
    const [topic] = id.split(':');
    return `| [\`mq ${id.replaceAll(':', ' ')}\`](docs/commands/${topic}.md) | ${summary} |\n`;
  });
  return [
    [path, readme.replace(between, (_, open, close) => `${open}\n| | |\n| --- | --- |\n${rows.join('')}\n${close}`)],
  ];
}

const commandsOf = (config: Config) => config.commands.filter(({ hidden }) => !hidden).sort(byId);

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

function sectionOf(command: Command.Loadable, config: Config, heading: string): string {
  const id = command.id.replaceAll(':', ' ');
  const options = { ...pjson.oclif.helpOptions, maxWidth: 110, stripAnsi: true };
  const help = new MqCommandHelp({ ...command, id }, config, options);
  return `${heading} mq ${id}\n\n${command.summary}.\n\n\`\`\`text\n${help.generate().replaceAll(/[ ]+$/gm, '').trim()}\n\`\`\`\n`;
}
