import { MqCommand } from '../../cli/command.ts';
import { outputFlags } from '../../cli/flags.ts';
import type { Column } from '../../cli/output.ts';
import { templatesDirectory } from '../../cli/template-flags.ts';
import { listTemplates } from '../../operations/templates/template.ts';

export interface ListedTemplate {
  readonly name: string;
  readonly title: string;
  readonly profile: string;
}

export default class TemplateList extends MqCommand<ListedTemplate[]> {
  static override summary = 'List the templates for topics and their clients';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = { ...outputFlags };

  async run(): Promise<ListedTemplate[]> {
    const { flags } = await this.parse(TemplateList);
    const found = await listTemplates(templatesDirectory(this.config.root));
    return this.show(
      found.map(({ name, title, profile }) => ({ name, title, profile })),
      columns,
      flags,
    );
  }
}

const columns: Column<ListedTemplate>[] = [
  { header: 'name', value: row => row.name },
  { header: 'profile', value: row => row.profile },
  { header: 'title', value: row => row.title },
];
