/** Who collects what. */

import type { EvidenceKind, EvidenceKinds } from '../kinds.ts';
import { momentKinds } from '../moments.ts';
import { acls } from './acls.ts';
import { brokerConfigs } from './broker-configs.ts';
import { clients } from './clients.ts';
import { cluster } from './cluster.ts';
import { type Collector, type Collectors, Lacking } from './collection.ts';
import { committed } from './committed.ts';
import { connectors } from './connectors.ts';
import { features } from './features.ts';
import { groups } from './groups.ts';
import { history } from './history.ts';
import { logDirs } from './log-dirs.ts';
import { offsets } from './offsets.ts';
import { oldestUnread } from './oldest-unread.ts';
import { quorum } from './quorum.ts';
import { quotas } from './quotas.ts';
import { reassignments } from './reassignments.ts';
import { samples } from './samples.ts';
import { topicConfigs } from './topic-configs.ts';
import { topics } from './topics.ts';

/** What no request brings: it is in the files and flags of the run, or it is missing. */
const handedIn = <K extends 'metrics' | 'host'>(kind: K, flag: string): Collector<K> => ({
  permission: '',
  async collect(run) {
    const evidence = run.given[kind] as EvidenceKinds[K] | undefined;
    if (evidence === undefined) throw new Lacking({ reason: 'not given', needs: flag });
    return evidence;
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
  oldestUnread,
  reassignments,
  logDirs,
  quorum,
  features,
  quotas,
  acls,
  samples,
  history,
  clients,
  connectors,
  metrics: handedIn('metrics', '--metrics URL|FILE'),
  host: handedIn('host', '--host-facts FILE'),
};

/** Kinds that others are made of; said beforehand, so that readings come in their order (`Collection.before`). */
export const madeOf: { readonly [K in EvidenceKind]?: readonly EvidenceKind[] } = {
  history: momentKinds,
  oldestUnread: ['committed', 'offsets'],
};
