/** The topics in a consumer's subscription, all that the coordinator reads of members' metadata. */
import { consumerSubscription } from '../../../protocol/consumer-protocol.ts';
import { ProtocolError } from '../../../protocol/error.ts';
import { Reader } from '../../../protocol/reader.ts';

/**
 * Version 0 is the beginning of every version and enough to know the topics (ClassicGroup.computeSubscribedTopics).
 * Undefined when the bytes are no subscription: the group then does without.
 */
export function subscribedTopicsOf(metadata: Buffer): readonly string[] | undefined {
  try {
    const reader = new Reader(metadata);
    reader.int16();
    return consumerSubscription.codec(0).read(reader).topics;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
