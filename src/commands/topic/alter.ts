import { integer } from '@oclif/core/flags';
import { argument } from '../../cli/args.ts';
import { MqCommand } from '../../cli/command.ts';
import { changeFlags, clusterFlags, outputFlags } from '../../cli/flags.ts';
import type { Column, View } from '../../cli/output.ts';
import { planWidening, type Widening, widen } from '../../operations/widen-topic.ts';

export interface TopicAlteration extends Widening {
  readonly outcome: 'widened' | 'would be widened' | 'is so already';
}

const columns: Column<TopicAlteration>[] = [
  { header: 'topic', value: row => row.topic },
  { header: 'partitions before', value: row => row.before },
  { header: 'after', value: row => row.after },
  { header: 'keys that move', value: row => percent(row.keysThatMove) },
  { header: 'outcome', value: row => row.outcome },
];

export default class TopicAlter extends MqCommand<TopicAlteration> {
  static override summary = 'Give a topic more partitions';
  static override description =
    'Says first how many keys will go to other partitions than before: from then on the order of records with one of these keys holds no ' +
    'longer across the change. Partitions cannot be taken away. Settings: mq config alter. Replicas: mq topic reassign.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --partitions 12',
    '<%= config.bin %> <%= command.id %> orders --partitions 12 --dry-run',
  ];
  static override args = { topic: argument({ required: true, description: 'the topic' }) };
  static override flags = {
    partitions: integer({
      char: 'p',
      min: 1,
      required: true,
      helpValue: 'N',
      summary: 'how many it shall have, not how many more',
    }),
    ...changeFlags,
    ...clusterFlags,
    ...outputFlags,
  };

  async run(): Promise<TopicAlteration> {
    const { args, flags } = await this.parse(TopicAlter);
    return this.withCluster(flags, async cluster => {
      const plan = await planWidening(cluster, args.topic, flags.partitions);
      const { topic, before, after } = plan;
      const shown = (outcome: TopicAlteration['outcome']) => {
        const result = { ...plan, outcome };
        const told = outcome === 'is so already' || !(flags.yes || flags['dry-run']);
        return this.show(result, viewOf(result, told ? [] : consequences(plan)), flags);
      };
      if (before === after) return shown('is so already');
      if (flags['dry-run']) return shown('would be widened');
      if (!flags.yes) for (const line of consequences(plan)) this.note(line);
      const sure = await this.confirm(
        `Widen ${topic} from ${before} to ${after} partitions? There is no way back.`,
        flags,
      );
      if (!sure) return shown('would be widened');
      await widen(cluster, plan);
      return shown('widened');
    });
  }
}

function viewOf(result: TopicAlteration, sentences: readonly string[]): View {
  const section = { rows: [result], columns };
  const prose = sentences.length > 0 ? [{ title: 'What that means', sentences }] : [];
  return { sections: [section, ...prose], csv: section };
}

const consequences = ({ topic, before, after, keysThatMove }: Widening): string[] => [
  `${percent(keysThatMove)} of the keys go to another partition than before (hash modulo ${after} instead of ${before}). A consumer may ` +
    'read a new record of such a key before older ones that wait in its old partition.',
  `When order per key matters: stop the producers, let every group read ${topic} to its end, widen, start the producers. Or move the ` +
    `backlog in order: mq backlog drain.`,
  'Producers and consumers hear of the new partitions within metadata.max.age.ms (5 minutes); a consumer with auto.offset.reset=latest ' +
    'misses what is written to them before that.',
];

const percent = (share: number): string => `${Math.round(100 * share)} %`;
