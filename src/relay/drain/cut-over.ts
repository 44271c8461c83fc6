/**
 * What to do once the target holds the backlog, the document's "relay, then several consumers on the new topic", and the way
 * back. The group's own commits are untouched until step 2. Pure.
 */
import { progressGroup, type Ticket } from '../ticket.ts';

export function cutOver(ticket: Ticket, files: { readonly before: string; readonly ends: string }): string[] {
  const { source, target } = ticket;
  const group = source.group ?? '';
  return [
    `Start up to ${target.partitions} consumers on ${target.topic}, in a new group. Each record says where it is from (headers mq.orig.topic, .partition, .offset): dedupe by them.`,
    `Tell group ${group} that the moved range is done: stop its consumers and set its commits to the ends, mq replay --undo ${files.ends}. Then it can go on with what ${source.topic} got since.`,
    `Or move that too: after step 2, the same drain again; with --follow it goes on until producers write to ${target.topic}.`,
    `The way back, any time: stop the consumers of ${target.topic} and put the old commits back with mq replay --undo ${files.before}.`,
    `mq kept its progress in group ${progressGroup(ticket)}; delete it when nothing of this is needed any more.`,
  ];
}
