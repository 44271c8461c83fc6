/** Offsets that are not there, and what is committed with them. */
import type { ErrorName } from '../../protocol/errors.ts';
import type { Exchange } from '../observer.ts';
import type { Facts, FoundError, Rule } from './mistake.ts';
import { shown } from './software.ts';

const FETCH = 1;
const DELETE_RECORDS = 21;

/** The offset that the request asks for; an incremental fetch may have asked for it in an earlier request. */
function offsetAsked({ topic, partition }: FoundError, { request }: Exchange, facts: Facts): number | undefined {
  for (const { topic: name, topicId, partitions } of request.topics) {
    if ((name || facts.topicName(topicId)) !== topic) continue;
    for (const each of partitions) if (each.partition === partition) return each.fetchOffset;
  }
  return undefined;
}

const outOfRange: Rule = (error, exchange, facts) => {
  const { topic = '', partition = 0 } = error;
  const range = facts.offsetsOf(topic, partition);
  const holds = range === undefined ? '' : `, which holds ${range.first} to ${range.end}`;
  const name = `${shown(topic)}-${partition}`;
  if (exchange.api.key === DELETE_RECORDS)
    return {
      kind: 'offset-out-of-range',
      about: name,
      what: `deletes records of ${name} beyond its end${holds}`,
      advice: 'offset −1 means up to the end',
    };
  const offset = exchange.api.key === FETCH ? offsetAsked(error, exchange, facts) : undefined;
  const isGone = offset !== undefined && range !== undefined && offset < range.first;
  return {
    kind: 'offset-out-of-range',
    about: name,
    what: `reads ${name} from offset ${offset ?? 'of an earlier request'}${holds}`,
    advice: `${isGone ? 'retention or a deletion was faster than the reader' : 'the topic was probably created again, and an old position is used'}; auto.offset.reset says where the consumer goes on (earliest, latest), with none it stops`,
  };
};

const metadataTooLarge: Rule = (error, { request }, facts) => ({
  kind: 'offset-metadata',
  about: request.groupId,
  what: `commits an offset of ${shown(error.topic ?? '')} with more metadata than ${facts.setting('offset.metadata.max.bytes')} bytes`,
  advice: 'keep what belongs to an offset elsewhere, or raise offset.metadata.max.bytes of the broker',
});

export const offsetRules: Partial<Record<ErrorName, Rule>> = {
  OFFSET_OUT_OF_RANGE: outOfRange,
  OFFSET_METADATA_TOO_LARGE: metadataTooLarge,
};
