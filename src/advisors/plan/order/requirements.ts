/** Who has to do what, so that records are handled in the order they were written. Pure. */

export type Scope = 'key' | 'partition' | 'global';

export interface Requirement {
  readonly of: 'producers' | 'partitions' | 'consumers' | 'retries' | 'operation';
  readonly needed: string;
}

interface Row extends Requirement {
  readonly scopes: readonly Scope[];
}

const all: readonly Scope[] = ['key', 'partition', 'global'];

const rows: readonly Row[] = [
  {
    of: 'producers',
    scopes: all,
    needed:
      'idempotent (enable.idempotence=true), acks=all: up to 5 requests in flight keep their order through retries',
  },
  {
    of: 'producers',
    scopes: all,
    needed: 'one producer for what must be in order: two of them interleave as the network pleases',
  },
  { of: 'producers', scopes: all, needed: 'stop at a record that fails for good, instead of sending those behind it' },
  {
    of: 'producers',
    scopes: ['key'],
    needed:
      'the key is what must be in order (customer and security, order number), in every record, and all producers use one partitioner',
  },
  { of: 'producers', scopes: ['partition'], needed: 'name the partition, or a key that stands for it' },
  { of: 'partitions', scopes: ['global'], needed: 'exactly one' },
  {
    of: 'partitions',
    scopes: ['key'],
    needed: 'as many as the target takes from the start: a number that changes moves keys',
  },
  {
    of: 'consumers',
    scopes: all,
    needed: 'work in the order of the poll; threads only with one queue per key or partition',
  },
  {
    of: 'consumers',
    scopes: all,
    needed: 'commit behind the work, and expect repetitions from the last commit on after a rebalance',
  },
  { of: 'consumers', scopes: ['global'], needed: 'one at work; others in the group stand by' },
  {
    of: 'consumers',
    scopes: ['key', 'partition'],
    needed: 'a classic or consumer group; a share group (KIP-932) gives order away',
  },
  {
    of: 'retries',
    scopes: all,
    needed:
      'in place, before the next record of the same order; retry topics and dead letters let later records overtake',
  },
  {
    of: 'operation',
    scopes: ['key'],
    needed: 'never add partitions to it: fill a wider topic instead (mq plan migrate)',
  },
  { of: 'operation', scopes: all, needed: 'no unclean leader election: it forgets records that others already saw' },
];

export const requirementsOf = ({ scope }: { readonly scope: Scope }): Requirement[] =>
  rows.filter(({ scopes }) => scopes.includes(scope)).map(({ of, needed }) => ({ of, needed }));
