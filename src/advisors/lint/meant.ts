/** Which key somebody meant who wrote one that does not exist. Anything may stand in a file beside Kafka's keys, so only what is surely a slip counts. */
import { nearest } from '../../lib/near.ts';

/** Undefined where the key is probably read by somebody else. */
export function meantKey(key: string, candidates: readonly string[]): string | undefined {
  const bare = uniform(key);
  return (
    candidates.find(each => uniform(each) === bare) ??
    candidates.find(each => ENDINGS.some(ending => uniform(each) === uniform(`${bare}${ending}`))) ??
    nearest(
      key,
      candidates.filter(each => steps(each) === steps(key)),
      Math.max(1, Math.floor(key.length / 8)),
    )
  );
}

/** max-poll-records, max_poll_records and maxPollRecords are max.poll.records in other places, and nothing here. */
const uniform = (key: string) => key.replaceAll(/[-_.]/g, '').toLowerCase();
/** What is left away most. */
const ENDINGS = ['.ms', '.bytes', '.servers', '.class', '.classes'];
const steps = (key: string) => key.split('.').length;
