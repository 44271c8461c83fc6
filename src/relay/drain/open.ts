/** From a plan to a ticket: makes the target when asked, notes where it ended before, writes the ticket. Nothing moves yet. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createTopics } from '../../kafka/admin/topics.ts';
import type { Cluster } from '../../kafka/cluster.ts';
import { formatOffsets } from '../../operations/offsets-file.ts';
import { endsOf } from '../ends.ts';
import type { NullKey } from '../placement.ts';
import type { Ticket, TicketDirectory } from '../ticket.ts';
import type { DrainPlan } from './plan.ts';

/** Throws KafkaError when the target cannot be created. */
export async function openDrain(
  cluster: Cluster,
  plan: DrainPlan,
  about: { clusterId: string; topic: string; group: string; nullKey: NullKey },
  tickets: TicketDirectory,
): Promise<Ticket> {
  const { topic, partitions, create } = plan.target;
  if (create !== undefined) {
    const { replicationFactor, config: configs } = create;
    await createTopics(cluster, [{ name: topic, partitions, replicationFactor, configs }]);
  }
  const targetStart = create === undefined ? await endsOf(cluster, topic) : Array<number>(partitions).fill(0);
  const ticket: Ticket = {
    version: 1,
    kind: 'drain',
    id: randomBytes(4).toString('hex'),
    createdMs: Date.now(),
    clusterId: about.clusterId,
    source: { topic: about.topic, group: about.group },
    target: { topic, partitions },
    nullKey: about.nullKey,
    ranges: [...plan.ranges],
    targetStart,
    targetChecked: targetStart,
    resumed: 0,
    state: 'moving',
  };
  tickets.save(ticket);
  const row = (partition: number, offset: number) => ({ group: about.group, topic: about.topic, partition, offset });
  const { before, ends } = offsetsFiles(tickets, ticket);
  writeFileSync(before, formatOffsets(plan.rows.map(({ partition, committed }) => row(partition, committed ?? -1))));
  writeFileSync(ends, formatOffsets(plan.rows.map(({ partition, end }) => row(partition, end))));
  return ticket;
}

/** The group's commits before the drain and the frozen ends, as files for kafka-consumer-groups.sh and mq replay --undo. */
export const offsetsFiles = (tickets: TicketDirectory, ticket: Ticket): { before: string; ends: string } => ({
  before: tickets.fileBeside(ticket, 'before.csv'),
  ends: tickets.fileBeside(ticket, 'ends.csv'),
});
