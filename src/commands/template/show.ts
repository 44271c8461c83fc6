import { MqCommand } from '../../cli/command.ts';
import { outputFlags } from '../../cli/flags.ts';
import type { Section } from '../../cli/output.ts';
import { templateArgs, templatesDirectory } from '../../cli/template-flags.ts';
import { rangeText } from '../../operations/templates/parameters.ts';
import { findTemplate, type Template } from '../../operations/templates/template.ts';

export interface ShownTemplate {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly profile: string;
  readonly parameters: readonly ShownParameter[];
  readonly files: readonly string[];
}

interface ShownParameter {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly range: string;
  readonly summary: string;
}

export default class TemplateShow extends MqCommand<ShownTemplate> {
  static override summary = 'Show what a template is for, its parameters and its files';
  static override examples = ['<%= config.bin %> <%= command.id %> messaging'];
  static override args = templateArgs;
  static override flags = { ...outputFlags };

  async run(): Promise<ShownTemplate> {
    const { args, flags } = await this.parse(TemplateShow);
    const shown = shownOf(await findTemplate(templatesDirectory(this.config.root), args.template));
    const parameters = parametersOf(shown);
    const sections = [
      {
        title: `${shown.name}: ${shown.title}`,
        sentences: [shown.summary, `Profile of mq doctor and mq lint: ${shown.profile}`],
      },
      parameters,
      { title: 'Files', sentences: shown.files },
    ];
    return this.show(shown, { sections, csv: parameters }, flags);
  }
}

const shownOf = ({ name, title, summary, profile, parameters, files }: Template): ShownTemplate => ({
  name,
  title,
  summary,
  profile,
  parameters: Object.entries(parameters).map(([name, each]) => ({
    name,
    type: each.type,
    default: each.default,
    range: rangeText(each),
    summary: each.summary,
  })),
  files: files.map(({ path }) => path),
});

const parametersOf = ({ parameters }: ShownTemplate): Section<ShownParameter> => ({
  title: 'Parameters',
  rows: parameters,
  columns: [
    { header: 'name', value: row => row.name },
    { header: 'type', value: row => row.type },
    { header: 'default', value: row => row.default, align: 'left' },
    { header: 'range', value: row => row.range || null, align: 'left' },
    { header: 'what', value: row => row.summary },
  ],
});
