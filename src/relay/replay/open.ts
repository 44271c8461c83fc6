/** The ticket of a copy: the target is made when asked, and looked at. Nothing moves yet. */
import { randomBytes } from 'node:crypto';
import { createTopics } from '../../kafka/admin/topics.ts';
import type { Cluster } from '../../kafka/cluster.ts';
import { Failure } from '../../lib/failure.ts';
import { endsOf } from '../ends.ts';
import type { NullKey } from '../placement.ts';
import type { Range } from '../range.ts';
import type { Ticket, TicketDirectory } from '../ticket.ts';

export interface ReplayCopy {
  readonly clusterId: string;
  readonly topic: string;
  readonly target: string;
  /** Partitions of the target to create; undefined: it is there. */
  readonly create: number | undefined;
  readonly nullKey: NullKey;
  readonly ranges: readonly Range[];
}

/** Throws a Failure that says how to go on when the target is missing. */
export async function requireTarget(cluster: Cluster, target: string): Promise<void> {
  const { topics } = await cluster.metadata([target]);
  if (topics[0] !== undefined && topics[0].error === undefined) return;
  throw new Failure(`There is no topic ${target}`, {
    code: 'UNKNOWN_TOPIC_OR_PARTITION',
    where: '--to',
    advice: ['add --create', `mq topic create ${target}`],
  });
}

/** Throws KafkaError when the target cannot be created or, gone meanwhile, not be read. */
export async function openReplay(cluster: Cluster, copy: ReplayCopy, tickets: TicketDirectory): Promise<Ticket> {
  const { topic, target, create } = copy;
  if (create !== undefined) await createTopics(cluster, [{ name: target, partitions: create }]);
  const targetStart = await endsOf(cluster, target);
  const ticket: Ticket = {
    version: 1,
    kind: 'replay',
    id: randomBytes(4).toString('hex'),
    createdMs: Date.now(),
    clusterId: copy.clusterId,
    source: { topic, group: null },
    target: { topic: target, partitions: targetStart.length },
    nullKey: copy.nullKey,
    ranges: [...copy.ranges],
    targetStart,
    targetChecked: targetStart,
    resumed: 0,
    state: 'moving',
  };
  tickets.save(ticket);
  return ticket;
}
