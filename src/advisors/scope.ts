/**
 * What the operator asks about, by names. Evidence of the whole cluster is still collected where a share of it is judged; the answer is only
 * about what was named.
 */
import { listGroups } from '../kafka/groups.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { ifMeant } from '../lib/meant.ts';
import { inScope, type Scope } from './evidence/collect/collection.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Examination } from './examine.ts';
import type { Subject } from './finding.ts';

/** Throws Failure USAGE for a name that the cluster does not have. */
export async function requireNamed(cluster: Cluster, { topics, groups }: Scope): Promise<void> {
  if (topics !== undefined) {
    const known = (await cluster.metadata()).topics.map(({ name }) => name);
    requireKnown('topic', topics, known, 'mq topic list');
  }
  if (groups !== undefined) {
    const known = (await listGroups(cluster)).map(({ group }) => group);
    requireKnown('group', groups, known, 'mq group list');
  }
}

/** The same of what was saved: nothing is said of a name that is not in there, which would look as if nothing were wrong with it. */
export function requireSaved({ topics, groups }: Scope, { kinds }: Evidence): void {
  const saved = 'a name that was there when the evidence was saved';
  if (topics && kinds.topics)
    requireKnown(
      'topic',
      topics,
      kinds.topics.map(({ name }) => name),
      saved,
    );
  if (groups && kinds.groups)
    requireKnown(
      'group',
      groups,
      kinds.groups.map(({ group }) => group),
      saved,
    );
}

function requireKnown(what: 'topic' | 'group', named: readonly string[], known: readonly string[], otherwise: string) {
  const name = named.find(each => !known.includes(each));
  if (name === undefined) return;
  const advice = [ifMeant(name, known) ?? [], otherwise].flat();
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
