/** What the READMEs of templates tell to type: commands that exist, with the flags that they need. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../src/operations/templates/parameters.ts';
import { renderTemplate } from '../../src/operations/templates/render.ts';
import { listTemplates } from '../../src/operations/templates/template.ts';

interface Flag {
  readonly required?: boolean;
  readonly dependsOn?: readonly string[];
}

const { commands } = JSON.parse(await readFile('oclif.manifest.json', 'utf8')) as {
  commands: Record<string, { flags: Record<string, Flag> }>;
};
const templates = await listTemplates('templates');

/** What keeps a line from running: undefined when nothing does. */
function problem(line: string): string | undefined {
  const words = line.split(' ').slice(1);
  const id = [words.slice(0, 2).join(':'), words[0]!].find(each => each in commands);
  if (id === undefined) return 'there is no such command';
  const { flags } = commands[id]!;
  const used = words.filter(word => word.startsWith('--')).map(word => word.slice(2));
  const unknown = used.find(flag => !(flag in flags));
  if (unknown !== undefined) return `no flag --${unknown}`;
  const needed = Object.entries(flags).flatMap(([name, { required, dependsOn = [] }]) =>
    required ? [name] : used.includes(name) ? dependsOn : [],
  );
  const missing = needed.find(flag => !used.includes(flag));
  return missing === undefined ? undefined : `--${missing} is missing`;
}

describe('the README of a template', () => {
  it.each(templates.map(template => [template.name, template] as const))(
    '%s tells what can be typed',
    (_, template) => {
      const readme = renderTemplate(template, valuesOf(template, [])).find(({ path }) => path === 'README.md')!.content;
      const lines = [...readme.matchAll(/^(mq .*)$|`(mq [^`]+)`/gm)].map(([, fenced, inline]) => (fenced ?? inline)!);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(problem(line), line).toBeUndefined();
    },
  );

  it('is looked at closely', () => {
    expect(problem('mq plan order --topic a')).toBe('--scope is missing');
    expect(problem('mq plan consumers --group a')).toBe('--topic is missing');
    expect(problem('mq topic lists')).toBe('there is no such command');
    expect(problem('mq apply --force a')).toBe('no flag --force');
  });
});
