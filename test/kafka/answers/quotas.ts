/** Quotas set, seen and removed. They are too high to throttle anybody. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

type Entity = Readonly<Record<string, string | null>>;
type Values = Readonly<Record<string, number | null>>;

const entry = (entity: Entity, values: Values) => ({
  entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
  ops: Object.entries(values).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
});
const alter = (...entries: [Entity, Values][]) => ({
  entries: entries.map(each => entry(...each)),
  validateOnly: false,
});
const about = (components: [string, number, string | null][], strict = false) => ({
  components: components.map(([entityType, matchType, match]) => ({ entityType, matchType, match })),
  strict,
});
const high = 1e12;

export const quotas: Subject = [
  'quotas',
  [
    ['none', p.describeClientQuotas, 'each', about([])],
    ['of a user', p.alterClientQuotas, 'each', alter([{ user: 'a' }, { producer_byte_rate: high }])],
    [
      'of several',
      p.alterClientQuotas,
      1,
      alter(
        [{ user: 'a' }, { consumer_byte_rate: high, request_percentage: 1e6, controller_mutation_rate: 1e6 }],
        [{ user: 'a', 'client-id': 'c' }, { producer_byte_rate: high }],
        [{ user: 'a', 'client-id': null }, { producer_byte_rate: high }],
        [{ user: null, 'client-id': null }, { producer_byte_rate: high }],
        [{ user: null, 'client-id': 'c' }, { producer_byte_rate: high }],
        [{ user: null }, { producer_byte_rate: high }],
        [{ 'client-id': 'c' }, { producer_byte_rate: high }],
        [{ 'client-id': null }, { producer_byte_rate: high }],
        [{ ip: '127.0.0.1' }, { connection_creation_rate: 1e6 }],
        [{ ip: null }, { connection_creation_rate: 1e6 }],
      ),
    ],
    [
      'only in thought',
      p.alterClientQuotas,
      1,
      { ...alter([{ user: 'b' }, { producer_byte_rate: 5 }]), validateOnly: true },
    ],
    ['of nobody', p.alterClientQuotas, 'each', alter([{}, { producer_byte_rate: 5 }])],
    ['of a type that is none', p.alterClientQuotas, 1, alter([{ planet: 'x' }, { producer_byte_rate: 5 }])],
    ['of an empty name', p.alterClientQuotas, 1, alter([{ user: '' }, { producer_byte_rate: 5 }])],
    [
      'of an address and a user',
      p.alterClientQuotas,
      1,
      alter([{ user: 'a', ip: '::1' }, { connection_creation_rate: 5 }]),
    ],
    [
      'of an address that is none',
      p.alterClientQuotas,
      1,
      alter([{ ip: '1.2.3.4.5' }, { connection_creation_rate: 5 }]),
    ],
    ['of an address, for a key of users', p.alterClientQuotas, 1, alter([{ ip: '::1' }, { producer_byte_rate: 5 }])],
    [
      'of a user, for a key of addresses',
      p.alterClientQuotas,
      1,
      alter([{ user: 'a' }, { connection_creation_rate: 5 }]),
    ],
    ['of a key that is none', p.alterClientQuotas, 1, alter([{ user: 'a' }, { nope: 5 }])],
    ['of a key that is only removed', p.alterClientQuotas, 1, alter([{ user: 'a' }, { nope: null }])],
    ['of nothing', p.alterClientQuotas, 1, alter([{ user: 'a' }, { producer_byte_rate: 0 }])],
    ['below nothing', p.alterClientQuotas, 1, alter([{ user: 'a' }, { request_percentage: -1 }])],
    ['of half a byte', p.alterClientQuotas, 1, alter([{ user: 'a' }, { producer_byte_rate: 0.5 }])],
    ['of half a percent', p.alterClientQuotas, 1, alter([{ user: 'h' }, { request_percentage: 1e6 + 0.5 }])],
    ['of too many bytes', p.alterClientQuotas, 1, alter([{ user: 'a' }, { producer_byte_rate: 1e19 }])],
    ['of too many connections', p.alterClientQuotas, 1, alter([{ ip: '::1' }, { connection_creation_rate: 3e9 }])],
    [
      'a key twice',
      p.alterClientQuotas,
      1,
      {
        entries: [
          {
            ...entry({ user: 'a' }, {}),
            ops: [1, 2].map(() => ({ key: 'producer_byte_rate', value: 7, remove: false })),
          },
        ],
        validateOnly: false,
      },
    ],
    [
      'an entity twice',
      p.alterClientQuotas,
      1,
      alter([{ user: 'd' }, { producer_byte_rate: high }], [{ user: 'd' }, { consumer_byte_rate: high }]),
    ],
    [
      'a good one beside a bad one',
      p.alterClientQuotas,
      'each',
      alter([{ user: 'e' }, { producer_byte_rate: high }], [{ user: 'f' }, { nope: 1 }]),
    ],
    ['all', p.describeClientQuotas, 'each', about([])],
    ['all, and no others', p.describeClientQuotas, 1, about([], true)],
    ['of users', p.describeClientQuotas, 1, about([['user', 2, null]])],
    ['of users alone', p.describeClientQuotas, 1, about([['user', 2, null]], true)],
    ['of one user', p.describeClientQuotas, 'each', about([['user', 0, 'a']])],
    [
      'of one user and any client',
      p.describeClientQuotas,
      1,
      about(
        [
          ['user', 0, 'a'],
          ['client-id', 2, null],
        ],
        true,
      ),
    ],
    [
      'of the defaults',
      p.describeClientQuotas,
      1,
      about([
        ['user', 1, null],
        ['client-id', 1, null],
      ]),
    ],
    ['of addresses', p.describeClientQuotas, 1, about([['ip', 2, null]])],
    ['of nobody known', p.describeClientQuotas, 1, about([['user', 0, 'zz']])],
    ['by no type', p.describeClientQuotas, 'each', about([['', 0, 'a']])],
    ['by a type that is none', p.describeClientQuotas, 'each', about([['planet', 0, 'a']])],
    [
      'by a type twice',
      p.describeClientQuotas,
      1,
      about([
        ['user', 0, 'a'],
        ['user', 1, null],
      ]),
    ],
    [
      'by user and address',
      p.describeClientQuotas,
      1,
      about([
        ['user', 0, 'a'],
        ['ip', 1, null],
      ]),
    ],
    ['exactly nothing', p.describeClientQuotas, 1, about([['user', 0, null]])],
    ['the default with a name', p.describeClientQuotas, 1, about([['user', 1, 'a']])],
    ['any with a name', p.describeClientQuotas, 1, about([['user', 2, 'a']])],
    ['a match that is none', p.describeClientQuotas, 1, about([['user', 9, null]])],
    [
      'removed',
      p.alterClientQuotas,
      1,
      alter(
        [{ user: 'a' }, { producer_byte_rate: null, consumer_byte_rate: null, request_percentage: null }],
        [{ user: 'nobody' }, { producer_byte_rate: null }],
        [{ ip: '127.0.0.1' }, { connection_creation_rate: null }],
      ),
    ],
    ['what is left', p.describeClientQuotas, 1, about([])],
    [
      'removed too',
      p.alterClientQuotas,
      1,
      alter(
        [{ user: 'a' }, { controller_mutation_rate: null }],
        ...[
          { user: 'a', 'client-id': 'c' },
          { user: 'a', 'client-id': null },
          { user: null, 'client-id': null },
          { user: null, 'client-id': 'c' },
          { user: null },
          { 'client-id': 'c' },
          { 'client-id': null },
          { user: 'd' },
          { user: 'e' },
        ].map((entity): [Entity, Values] => [entity, { producer_byte_rate: null }]),
        [{ user: 'h' }, { request_percentage: null }],
        [{ ip: null }, { connection_creation_rate: null }],
      ),
    ],
    ['nothing again', p.describeClientQuotas, 1, about([])],
  ],
];
