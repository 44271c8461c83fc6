/** Answers of two brokers to the same request, without what has to differ: ids, ports, sizes of responses, words of messages. */

/** Told by a broker of itself. */
const OWN = new Set([
  'topicId',
  'clusterId',
  'port',
  'host',
  'sessionId',
  'memberId',
  'leader',
  'throttleTimeMs',
  'logDir',
  'controllerId',
]);
/** Nobody relies on the words. */
const WORDS = new Set(['errorMessage', 'batchIndexErrorMessage', 'documentation']);

/** Arrays in Kafka come in the order of its hash tables. */
const sortKey = (value: unknown): string => {
  const { name, topic, groupId, key, partitionIndex, index, partition } = value as Record<string, unknown>;
  return JSON.stringify([name ?? topic ?? groupId ?? key ?? '', partitionIndex ?? index ?? partition ?? '']);
};

export function comparable(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return `${value.length} bytes`;
  if (Array.isArray(value)) {
    const items = value.map(comparable);
    const isOfObjects = items.every(item => typeof item === 'object' && item !== null);
    return isOfObjects ? items.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !WORDS.has(name))
      .map(([name, inner]) => [name, OWN.has(name) ? 'its own' : comparable(inner)]),
  );
}
