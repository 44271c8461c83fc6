import { type ApplyResult, applyTopics, applyView } from '../../cli/apply-task.ts';
import { MqCommand } from '../../cli/command.ts';
import { changeFlags, clusterFlags, outputFlags } from '../../cli/flags.ts';
import { setFlags, templateArgs, templatesDirectory } from '../../cli/template-flags.ts';
import { readTopicFile } from '../../operations/apply/topic-file.ts';
import { valuesOf } from '../../operations/templates/parameters.ts';
import { renderTemplate } from '../../operations/templates/render.ts';
import { findTemplate } from '../../operations/templates/template.ts';

const TOPICS = 'topics.yaml';

export default class TemplateApply extends MqCommand<ApplyResult> {
  static override summary = 'Make the topics of a template on a cluster';
  static override description =
    'The same as rendering its topics.yaml and applying that: everything is checked and shown before anything changes, nothing is deleted.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> messaging --set name=orders --dry-run',
    '<%= config.bin %> <%= command.id %> delay --set delays=10s,1m,30m --yes',
  ];
  static override args = templateArgs;
  static override flags = { ...setFlags, ...changeFlags, ...clusterFlags, ...outputFlags };

  async run(): Promise<ApplyResult> {
    const { args, flags } = await this.parse(TemplateApply);
    const template = await findTemplate(templatesDirectory(this.config.root), args.template);
    const files = renderTemplate(template, valuesOf(template, flags.set));
    const topics = files.find(({ path }) => path === TOPICS)?.content ?? '';
    const wanted = readTopicFile(`${template.name}/${TOPICS}`, topics);
    const result = await this.withCluster(flags, cluster =>
      applyTopics(
        cluster,
        wanted,
        { prune: false, dryRun: flags['dry-run'], prunable: false },
        { note: line => this.note(line), agree: (plan, question) => this.agree(plan, question, flags) },
      ),
    );
    return this.show(result, applyView(result.changes), flags);
  }
}
