/** The way out of a backlog that does not get smaller. */
import { shellWord } from '../../lib/shell.ts';
import type { Fix } from '../finding.ts';
import { isStreams, type Reading } from './reading.ts';

/** Four times as wide: enough to see what it brings; mq plan partitions says how many it takes. */
const WIDER = 4;

/** An application of Kafka Streams reads what it names and makes, with stores to match: it cannot be sent to a wider topic. */
export const wayOut = ({ group, topic, positions }: Reading): Fix =>
  isStreams(group)
    ? {
        text: 'Give the application more threads (num.stream.threads) or instances, up to one for each partition.',
        command: `mq group describe ${shellWord(group.group)}`,
      }
    : {
        text: 'Add consumers up to the number of partitions; beyond that, stop them, drain what is left to a topic with more partitions, which more consumers can read, and go on as the drain says at its end.',
        command: `mq backlog drain --topic ${topic} --group ${shellWord(group.group)} --to ${topic}-wide --create --partitions ${WIDER * positions.length}`,
      };
