/**
 * What the operator asks about, by names. Evidence of the whole cluster is still collected where a share of it is judged; the answer is only
 * about what was named.
 */
import { listGroups } from '../kafka/groups.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { nearest } from '../lib/near.ts';
import { inScope, type Scope } from './evidence/collect/collection.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Examination } from './examine.ts';
import type { Subject } from './finding.ts';

/** Throws Failure USAGE for a name that the cluster does not have. */
export async function requireNamed(cluster: Cluster, { topics, groups }: Scope): Promise<void> {
  if (topics !== undefined) {
    const known = (await cluster.metadata()).topics.map(({ name }) => name);
    for (const topic of topics) requireKnown('topic', topic, known, 'mq topic list');
  }
  if (groups !== undefined) {
    const known = (await listGroups(cluster)).map(({ group }) => group);
    for (const group of groups) requireKnown('group', group, known, 'mq group list');
  }
}

function requireKnown(what: 'topic' | 'group', name: string, known: readonly string[], list: string): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const advice = [...(near ? [`${near}, if that is meant`] : []), list];
  throw new Failure(`there is no ${what} ${name}`, { code: 'USAGE', where: `--${what}`, advice });
}

/**
 * Only the findings about what was named: of topics those with that topic, of groups those of a group that was named or that reads a topic
 * that was. The cluster and its brokers are nobody's question then.
 */
export function narrow<E extends Examination>(examination: E, scope: Scope, { kinds }: Evidence): E {
  const { topics, groups } = scope;
  if (topics === undefined && groups === undefined) return examination;
  const isTopic = topics === undefined ? () => groups === undefined : inScope(topics);
  const readers = new Set(
    (kinds.committed ?? []).flatMap(({ group, topics }) => (topics.some(({ topic }) => isTopic(topic)) ? [group] : [])),
  );
  const isGroup = groups === undefined ? (name: string) => readers.has(name) : inScope(groups);
  const isMeant = (subject: Subject): boolean => {
    switch (subject.type) {
      case 'topic':
        return isTopic(subject.topic);
      case 'group':
        return (
          isGroup(subject.group) && (topics === undefined || subject.topic === undefined || isTopic(subject.topic))
        );
      case 'file':
      case 'connector':
        return true;
      default:
        return false;
    }
  };
  return { ...examination, findings: examination.findings.filter(({ subject }) => isMeant(subject)) };
}
