/** The settings of every broker: each is asked for its own. */
import { type ConfigValue, describeConfigs } from '../../../kafka/admin/configs.ts';
import { bounded } from '../../../lib/portions.ts';
import type { ConfigFact, Configs } from '../cluster-facts.ts';
import { BROKERS_AT_A_TIME, type Collection, type Collector, eachAlone } from './collection.ts';

export const brokerConfigs: Collector<'brokerConfigs'> = {
  permission: 'DESCRIBE_CONFIGS on cluster',
  async collect(run) {
    const serving = (await run.need('cluster')).brokers.filter(({ fenced }) => !fenced);
    const answers = await bounded(serving, BROKERS_AT_A_TIME, ({ nodeId }) =>
      eachAlone(String(nodeId), () => configsAt(run, nodeId)),
    );
    const found = run.survivors('brokerConfigs', 'broker', answers);
    return Object.fromEntries(found.map(({ name, found }) => [name, configsOf(found)]));
  },
};

async function configsAt(run: Collection, node: number): Promise<readonly ConfigValue[]> {
  const broker = { type: 'broker', name: String(node) } as const;
  const [answer] = await describeConfigs(run.cluster, [broker], run.request);
  return (answer?.configs ?? []).filter(({ isSecret }) => !isSecret);
}

/** By key; of what is secret only where it comes from. */
export const configsOf = (values: readonly ConfigValue[]): Configs =>
  Object.fromEntries(
    values.map(({ name, value, source, isSecret, synonyms }): [string, ConfigFact] => {
      const below = synonyms.find(each => each.source === 'server-properties' && each.name === name)?.value;
      const hidden = source !== 'server-properties' && below ? { serverProperties: below } : {};
      return [name, { value: isSecret ? null : value, source: source as ConfigFact['source'], ...hidden }];
    }),
  );
