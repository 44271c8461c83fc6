/** Who collects what. */
import { brokerConfigs } from './broker-configs.ts';
import { cluster } from './cluster.ts';
import { type Collector, type Collectors, Lacking } from './collection.ts';
import { committed } from './committed.ts';
import { groups } from './groups.ts';
import { offsets } from './offsets.ts';
import { topicConfigs } from './topic-configs.ts';
import { topics } from './topics.ts';

/** Nothing that a broker could be asked for. */
const given = (flag: string): Collector<never> => ({
  permission: '',
  async collect() {
    throw new Lacking({ reason: 'not given', needs: flag });
  },
});

export const collectors: Collectors = {
  cluster,
  topics,
  topicConfigs,
  brokerConfigs,
  groups,
  committed,
  offsets,
  oldestUnread: given('oldestUnread'),
  reassignments: given('reassignments'),
  logDirs: given('logDirs'),
  quorum: given('quorum'),
  features: given('features'),
  quotas: given('quotas'),
  acls: given('acls'),
  samples: given('samples'),
  history: given('history'),
  clients: given('--client FILE'),
  metrics: given('--metrics URL|FILE'),
  host: given('--host-facts FILE'),
};
