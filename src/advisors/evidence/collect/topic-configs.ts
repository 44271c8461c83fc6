/** The settings of topics that rules read, of the topics asked for or of all. */
import { describeEachConfig } from '../../../kafka/admin/configs.ts';
import { bounded, portions } from '../../../lib/portions.ts';
import { topicKeys } from '../topic-keys.ts';
import { configsOf } from './broker-configs.ts';
import { type Collector, inScope } from './collection.ts';

const TOPICS_PER_REQUEST = 250;
const REQUESTS_AT_A_TIME = 2;

export const topicConfigs: Collector<'topicConfigs'> = {
  permission: 'DESCRIBE_CONFIGS on topic',
  async collect(run) {
    const wanted = (await run.need('topics')).map(({ name }) => name).filter(inScope(run.scope.topics));
    const answers = await bounded(portions(wanted, TOPICS_PER_REQUEST), REQUESTS_AT_A_TIME, names =>
      describeEachConfig(
        run.cluster,
        names.map(name => ({ type: 'topic' as const, name })),
        { names: topicKeys, ...run.request },
      ),
    );
    const all = answers.flat();
    const refused = all.flatMap(answer => ('error' in answer ? [answer] : []));
    if (refused.length === all.length && refused[0]) throw refused[0].error;
    run.lacks('topicConfigs', 'topic', refused);
    return Object.fromEntries(
      all.flatMap(answer => ('error' in answer ? [] : [[answer.name, configsOf(answer.configs)]])),
    );
  },
};
