/** Answers of two brokers to the same request: without what has to differ (ids, ports, words), and where they differ all the same. */

/** Handed out by a broker as it likes; that nothing is there ('' or zeros) is told as it is. */
const OWN = new Set([
  'topicId',
  'clusterId',
  'port',
  'sessionId',
  'memberId',
  'leader',
  'logDir',
  'producerId',
  'nextProducerId',
  'logAppendTimeMs',
  'totalBytes',
  'usableBytes',
  'lastTimestamp',
  'transactionStartTimeMs',
]);
/** Nobody relies on the words. */
const WORDS = new Set(['errorMessage', 'batchIndexErrorMessage', 'documentation', 'statusMessage']);

const isNothing = (value: unknown): boolean =>
  value === '' || value === null || (typeof value === 'number' && value <= 0) || value === 'AAAAAAAAAAAAAAAAAAAAAA';

/** Arrays in Kafka come in the order of its hash tables. */
const sortKey = (value: unknown): string => {
  const { name, topic, groupId, key, partitionIndex, index, partition } = value as Record<string, unknown>;
  return JSON.stringify([name ?? topic ?? groupId ?? key ?? '', partitionIndex ?? index ?? partition ?? '', value]);
};

export function comparable(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) {
    const items = value.map(comparable);
    const isOfObjects = items.every(item => typeof item === 'object' && item !== null);
    return isOfObjects ? items.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !WORDS.has(name))
      .map(([name, inner]) => [name, OWN.has(name) && !isNothing(inner) ? 'its own' : comparable(inner)]),
  );
}

export interface Difference {
  /** Names of fields from the outside in, the place in arrays left out: 'topics.partitions.errorCode'. */
  path: string;
  theirs: unknown;
  ours: unknown;
}

/** Where two comparable answers differ. Arrays of objects that carry a name are laid side by side by it. */
export function differencesOf(theirs: unknown, ours: unknown, path = ''): Difference[] {
  if (Object.is(theirs, ours)) return [];
  if (Array.isArray(theirs) && Array.isArray(ours)) return ofArrays(theirs, ours, path);
  if (!isObject(theirs) || !isObject(ours)) return [{ path, theirs, ours }];
  const names = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  return [...names].flatMap(name => differencesOf(theirs[name], ours[name], path === '' ? name : `${path}.${name}`));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameIn = ({ name, apiKey }: Record<string, unknown>): unknown => name ?? apiKey;

function ofArrays(theirs: unknown[], ours: unknown[], path: string): Difference[] {
  const named = (items: unknown[]) => items.every(item => isObject(item) && nameIn(item) !== undefined);
  if (!named(theirs) || !named(ours)) {
    if (theirs.length !== ours.length) return [{ path, theirs, ours }];
    return theirs.flatMap((item, i) => differencesOf(item, ours[i], path));
  }
  const byName = (items: unknown[]) => new Map(items.map(item => [nameIn(item as Record<string, unknown>), item]));
  const [left, right] = [byName(theirs), byName(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(name => {
    if (!left.has(name)) return [{ path: `${path}[${name}]`, theirs: 'absent', ours: right.get(name) }];
    if (!right.has(name)) return [{ path: `${path}[${name}]`, theirs: left.get(name), ours: 'absent' }];
    return differencesOf(left.get(name), right.get(name), `${path}[${name}]`);
  });
}

/** Error codes that stand anywhere in an answer, other than 0. */
export function errorCodesIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(errorCodesIn);
  if (!isObject(value) || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'errorCode' || name.endsWith('ErrorCode')
      ? typeof inner === 'number' && inner !== 0
        ? [inner]
        : []
      : errorCodesIn(inner),
  );
}
