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
    const all = answers
      .flat()
      .map(answer => ('error' in answer ? answer : { name: answer.name, found: answer.configs }));
    const found = run.survivors('topicConfigs', 'topic', all);
    return Object.fromEntries(found.map(({ name, found }) => [name, configsOf(found)]));
  },
};
