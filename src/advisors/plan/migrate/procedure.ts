/** The steps of a migration, each with its command and how to see that it worked; and the way back. Pure. */
import { ORIGIN_HEADER_BYTES } from '../../../relay/drain/plan.ts';

export interface Procedure {
  readonly what: string;
  readonly command: string | undefined;
  /** How to see that it worked, before the next step. */
  readonly check: string | undefined;
}

interface About {
  readonly topic: string;
  readonly group: string;
  readonly target: string;
  readonly partitions: number;
  readonly ordered: boolean;
  /** max.message.bytes of the narrow topic. */
  readonly maxMessageBytes: number;
}

export function procedureOf({ topic, group, target, partitions, ordered }: About): Procedure[] {
  const drain = `mq backlog drain --topic ${topic} --group ${group} --to ${target} --create --partitions ${partitions}`;
  return [
    {
      what: 'See that the cluster is well: moving adds load.',
      command: `mq doctor --topic ${topic} --group ${group}`,
      check: 'no errors about replicas, disks or retention',
    },
    {
      what: 'Look at the drain before anything moves.',
      command: `${drain} --dry-run`,
      check: 'nothing is refused; the risks are understood',
    },
    {
      what: `Stop the consumers of ${group}; its commits stay as they are, for the way back.`,
      command: undefined,
      check: `mq group describe ${group} shows no member`,
    },
    {
      what: `Create ${target} and move the backlog, and go on with what arrives; leave it running.`,
      command: `${drain} --follow --yes`,
      check: 'its progress has passed the backlog; its own group, mq-drain.… in mq group list, has no lag left',
    },
    {
      what: `Start up to ${partitions} consumers on ${target}, in a group of their own, from the earliest offset; let them ignore what they have seen by the headers mq.orig.topic, .partition, .offset.`,
      command: undefined,
      check: `mq group describe ${group}-wide: members are assigned, lag falls`,
    },
    ordered
      ? {
          what: `Stop producers, wait until the drain has nothing left, start them on ${target}.`,
          command: undefined,
          check: "the drain's own group, mq-drain.… in mq group list, has no lag while producers are stopped",
        }
      : {
          what: `Switch producers to ${target}, one after the other.`,
          command: undefined,
          check: `nothing is written to ${topic} any more`,
        },
    {
      what: 'Stop the drain with Ctrl-C: it verifies what it moved.',
      command: undefined,
      check: 'all found, none out of order, every key where it belongs',
    },
    {
      what: `Keep ${topic} for as long as the way back may be needed; then delete it and ${group}.`,
      command: `mq topic delete ${topic}`,
      check: `mq doctor --topic ${target} is content`,
    },
  ];
}

/** Each time that records move, headers with their origin are added. */
export function rollbackOf({ topic, group, target, maxMessageBytes }: About): Procedure[] {
  const roomyBytes = maxMessageBytes + 2 * ORIGIN_HEADER_BYTES;
  return [
    {
      what: `Before producers are switched: stop the consumers of ${target} and the drain, start those of ${group} again. It goes on from its old commits (mq replay --undo with the file that the drain has written puts them back if anything moved them); what was handled meanwhile comes again.`,
      command: undefined,
      check: `mq group describe ${group}: lag falls`,
    },
    {
      what: `After that: let ${topic} take the headers of the way back, too.`,
      command: `mq config alter --topic ${topic} --set max.message.bytes=${roomyBytes}`,
      check: `mq config describe --topic ${topic}`,
    },
    {
      what: `Switch producers back to ${topic}, stop the consumers of ${target}, then move what ${target} has more; those of ${group} ignore what they have seen by the headers.`,
      command: `mq backlog drain --topic ${target} --group ${group}-wide --to ${topic}`,
      check: 'the drain verifies',
    },
  ];
}
