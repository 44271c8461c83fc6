import { rule } from '../../rule.ts';

export const zooKeeperMode = rule({
  id: 'B37',
  name: 'zk-mode',
  title: 'The cluster still keeps its metadata in ZooKeeper',
  severity: 'warning',
  why: 'Kafka 4 has no ZooKeeper mode, so there is no upgrade from here; 3.9 is the last version that can migrate.',
  remedy: 'Upgrade to 3.9, migrate to KRaft there, then go on to 4.x.',
  claim: {
    text: 'Brokers depend on ZooKeeper, for the election of the controller and to see whether brokers are alive.',
    places: ['S0:L172'],
  },
  truth: {
    text: 'Removed in 4.0: KRaft controllers hold the metadata. A ZooKeeper cluster goes to 3.9 first, migrates there to KRaft, and then upgrades.',
    source: 'Kafka upgrade notes 4.0.0; Kafka documentation, KRaft: ZooKeeper to KRaft migration',
  },
  evidence: ['quorum', 'brokerConfigs'],
  see: { notHere: 'the bundled broker never had ZooKeeper' },
  *check({ quorum, brokerConfigs }) {
    const connects = new Set(
      Object.values(brokerConfigs).flatMap(configs => configs['zookeeper.connect']?.value || []),
    );
    if (connects.size === 0) {
      // Others than Apache Kafka speak the protocol, and have neither.
      if (quorum === null)
        yield {
          unjudged: 'the brokers tell neither of a KRaft quorum nor of ZooKeeper',
          needs: 'brokers of Apache Kafka',
        };
      return;
    }
    const migrating = Object.values(brokerConfigs).some(
      configs => configs['zookeeper.metadata.migration.enable']?.value === 'true',
    );
    yield {
      subject: { type: 'cluster' },
      observed: `zookeeper.connect=${[...connects].join(' and ')}${migrating ? ', with the migration switched on' : ''}`,
      fix: [
        {
          text: migrating
            ? 'Finish the migration: restart brokers in KRaft mode, then controllers without ZooKeeper.'
            : "Upgrade to 3.9, start KRaft controllers with zookeeper.metadata.migration.enable=true, and follow the migration in Kafka's documentation; only then go to 4.x.",
        },
      ],
    };
  },
});
