/** The settings of every broker: each is asked for its own. */
import { type ConfigValue, describeEachConfig } from '../../../kafka/admin/configs.ts';
import { KafkaError } from '../../../kafka/index.ts';
import { bounded } from '../../../lib/portions.ts';
import type { ConfigFact, Configs } from '../cluster-facts.ts';
import { BROKERS_AT_A_TIME, type Collector } from './collection.ts';

export const brokerConfigs: Collector<'brokerConfigs'> = {
  permission: 'DESCRIBE_CONFIGS on cluster',
  async collect(run) {
    const serving = (await run.need('cluster')).brokers.filter(({ fenced }) => !fenced);
    const answers = await bounded(serving, BROKERS_AT_A_TIME, async ({ nodeId }) => {
      const [answer] = await describeEachConfig(
        run.cluster,
        [{ type: 'broker', name: String(nodeId) }],
        run.request,
      ).catch(failedAlone);
      return { name: String(nodeId), ...answer! };
    });
    const refused = answers.flatMap(answer => ('error' in answer ? [answer] : []));
    if (refused.length === answers.length && refused[0]) throw refused[0].error;
    run.lacks('brokerConfigs', 'broker', refused);
    return Object.fromEntries(
      answers.flatMap(answer => ('error' in answer ? [] : [[answer.name, configsOf(answer.configs)]])),
    );
  },
};

/** A broker that does not answer takes only its own settings away. */
function failedAlone(error: unknown): { error: KafkaError }[] {
  if (error instanceof KafkaError && error.code !== 'ABORTED') return [{ error }];
  throw error;
}

/** By key, without what is secret. */
export const configsOf = (values: readonly ConfigValue[]): Configs =>
  Object.fromEntries(
    values.flatMap(({ name, value, source, isSecret }): [string, ConfigFact][] =>
      isSecret ? [] : [[name, { value, source: source as ConfigFact['source'] }]],
    ),
  );
