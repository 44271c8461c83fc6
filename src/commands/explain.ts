import { boolean as flag } from '@oclif/core/flags';
import { rules } from '../advisors/rules/index.ts';
import { findTopics, nearestTopic, type Topic, topicsOf } from '../advisors/teach/find.ts';
import { lessonPage } from '../advisors/teach/lesson-page.ts';
import { lessons } from '../advisors/teach/lessons/index.ts';
import type { Page } from '../advisors/teach/page.ts';
import { rulePage } from '../advisors/teach/rule-page.ts';
import { argument } from '../cli/args.ts';
import { MqCommand } from '../cli/command.ts';
import { UsageError } from '../cli/errors.ts';
import { outputFlags } from '../cli/flags.ts';
import type { Column } from '../cli/output.ts';
import { pageText } from '../cli/page-view.ts';

/** A page, or what there is to choose from. */
export type ExplainResult = (Page & { id: string; name: string }) | { id: string; name: string; title: string }[];

export default class Explain extends MqCommand<ExplainResult> {
  static override summary = 'What a rule of the doctor or a part of Kafka is about';
  static override description =
    'Shows what the operations documents say, what holds for Kafka 4.x and who says so, a drawing, how to see it on mq broker dev, and what ' +
    'to do. Words that name no rule and no part are searched for; without any, or with --list, all there are.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> high-watermark',
    '<%= config.bin %> <%= command.id %> B07',
    '<%= config.bin %> <%= command.id %> linger.ms',
    '<%= config.bin %> <%= command.id %> --list',
  ];
  static override args = {
    about: argument({
      multiple: true,
      description: 'the id or name of a rule or a part of Kafka, or words to search for',
    }),
  };
  static override flags = { list: flag({ summary: 'all rules and parts there are' }), ...outputFlags };

  async run(): Promise<ExplainResult> {
    const { args, flags } = await this.parse(Explain);
    const topics = topicsOf(lessons, rules);
    const query = args.about?.join(' ') ?? '';
    if (flags.list && query !== '')
      throw new UsageError(`--list shows everything; "${query}" asks for something`, {
        where: '--list',
        advice: 'give one of them',
      });
    const found = query === '' ? topics : findTopics(query, topics);
    const [only] = found;
    if (only === undefined) throw nothingAbout(query, topics);
    if (found.length > 1) return this.show(found.map(rowOf), columns, flags);
    const page = { id: only.id, name: only.name, ...pageOfTopic(only) };
    if (flags.output === 'table') this.print(pageText(page, this.paint));
    else await this.show(page, { sections: [], csv: { rows: [rowOf(only)], columns } }, flags);
    return page;
  }
}

const pageOfTopic = ({ about }: Topic): Page =>
  'lesson' in about ? lessonPage(about.lesson, rules) : rulePage(about.rule);

const rowOf = ({ id, name, title }: Topic) => ({ id, name, title });

const columns: Column<ReturnType<typeof rowOf>>[] = [
  { header: 'id', value: row => row.id },
  { header: 'name', value: row => row.name },
  { header: 'title', value: row => row.title },
];

function nothingAbout(query: string, topics: readonly Topic[]): UsageError {
  const near = nearestTopic(query, topics);
  return new UsageError(`there is nothing about "${query}"`, {
    where: 'ABOUT',
    advice: [...(near ? [`mq explain ${near}`] : []), 'mq explain --list'],
  });
}
