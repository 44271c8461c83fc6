/** SCRAM credentials: set, described, removed, refused (KIP-554). */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

const upsertion = (name: string, mechanism: number, iterations = 4096) => ({
  name,
  mechanism,
  iterations,
  salt: Buffer.from('salt'),
  saltedPassword: Buffer.from('salted'),
});
const set = (...upsertions: object[]) => ({ deletions: [], upsertions });
const remove = (...deletions: [name: string, mechanism: number][]) => ({
  deletions: deletions.map(([name, mechanism]) => ({ name, mechanism })),
  upsertions: [],
});
const users = (...names: string[]) => ({ users: names.map(name => ({ name })) });

export const scramCredentials: Subject = [
  'SCRAM credentials',
  [
    ['none yet', p.describeUserScramCredentials, 'each', { users: null }],
    ['set', p.alterUserScramCredentials, 'each', set(upsertion('sara', 1), upsertion('tom,=', 2, 8192))],
    ['of one in both mechanisms', p.alterUserScramCredentials, 'each', set(upsertion('sara', 2, 16384))],
    ['described', p.describeUserScramCredentials, 'each', { users: null }],
    ['described, all by an empty list', p.describeUserScramCredentials, 'each', { users: [] }],
    ['described by name', p.describeUserScramCredentials, 'each', users('tom,=', 'sara')],
    [
      'described, one unknown and one twice',
      p.describeUserScramCredentials,
      'each',
      users('x', 'sara', 'tom,=', 'sara'),
    ],
    ['too few iterations', p.alterUserScramCredentials, 'each', set(upsertion('u', 1, 4095))],
    ['too many iterations', p.alterUserScramCredentials, 'each', set(upsertion('u', 1, 16385))],
    ['no name', p.alterUserScramCredentials, 'each', set(upsertion('', 1))],
    ['an unknown mechanism', p.alterUserScramCredentials, 'each', set(upsertion('u', 3))],
    [
      'the same twice',
      p.alterUserScramCredentials,
      'each',
      set(upsertion('u', 1), upsertion('u', 2), upsertion('v', 1)),
    ],
    [
      'set and removed at once',
      p.alterUserScramCredentials,
      'each',
      { ...remove(['sara', 1]), ...{ upsertions: [upsertion('sara', 2)] } },
    ],
    ['removed, which is not there', p.alterUserScramCredentials, 'each', remove(['x', 1], ['tom,=', 1])],
    ['removed of an unknown mechanism', p.alterUserScramCredentials, 'each', remove(['sara', 9], ['', 1])],
    ['removed', p.alterUserScramCredentials, 'each', remove(['sara', 1], ['v', 1])],
    ['described after that', p.describeUserScramCredentials, 'each', { users: null }],
    ['the last removed', p.alterUserScramCredentials, 'each', remove(['sara', 2], ['tom,=', 2])],
    ['described when there are none', p.describeUserScramCredentials, 'each', { users: null }],
  ],
];
