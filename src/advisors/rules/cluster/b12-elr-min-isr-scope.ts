import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'min.insync.replicas';
const FEATURE = 'eligible.leader.replicas.version';

export const minIsrScope = rule({
  id: 'B12',
  name: 'elr-min-isr-scope',
  title: "Brokers have their own min.insync.replicas, which the cluster's value overrules",
  severity: 'warning',
  why: 'Whoever reads server.properties believes in a durability that is not in force, and topics take writes with fewer copies than that.',
  remedy: 'Set min.insync.replicas for the cluster, not for single brokers.',
  truth: {
    text: 'With eligible leader replicas (KIP-966, on for new clusters from 4.1 on) min.insync.replicas lives at the level of the cluster: it is written there when the feature is switched on, cannot be removed, brokers may not have their own, and what server.properties says later has no effect (seen on 4.1.1).',
    source: 'Kafka documentation, Eligible leader replicas; ConfigurationControlManager',
  },
  evidence: ['features', 'brokerConfigs'],
  see: { notHere: 'the bundled broker has no eligible leader replicas' },
  *check({ features, brokerConfigs }) {
    if ((features.finalized[FEATURE] ?? 0) < 1) return;
    const strays = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const setting = configs[KEY];
      if (setting === undefined) return [];
      const inForce = numberOf(configs, KEY);
      const own = setting.source === 'broker';
      const said = own ? setting.value : setting.source === 'all-brokers' ? setting.serverProperties : undefined;
      if (said == null || (!own && Number(said) === inForce)) return [];
      return [{ broker: Number(id), said: Number(said), inForce }];
    });
    if (strays.length === 0) return;
    const brokers = strays.map(({ broker }) => broker);
    const said = [...new Set(strays.map(stray => stray.said))];
    const inForce = strays[0]!.inForce ?? 1;
    const wanted = Math.max(...said);
    yield {
      subject: { type: 'cluster' },
      observed: `${KEY}=${said.join(' and ')} in the settings of ${brokersText(brokers)}; in force for the cluster is ${inForce}`,
      numbers: { inForce, said: wanted },
      fix: [
        {
          text: `Decide at the level of the cluster: ${wanted}, if that is what was meant; topics with fewer replicas then need all of theirs.`,
          command: `mq config alter --all-brokers --set ${KEY}=${wanted}`,
        },
        { text: `If ${inForce} is meant, take ${KEY} out of server.properties, so that nobody is misled.` },
      ],
    };
  },
});
