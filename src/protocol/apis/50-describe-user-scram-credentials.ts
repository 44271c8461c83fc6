import { api } from '../api.ts';
import { array, int8, int16, int32, string } from '../schema.ts';

/** Which users have which SCRAM credentials; never the secrets (KIP-554). */
export const describeUserScramCredentials = api({
  key: 50,
  name: 'DescribeUserScramCredentials',
  versions: '0',
  flexible: '0+',
  request: {
    users: array(
      '0+',
      {
        name: string('0+'),
      },
      { nullable: '0+', about: 'null or empty for all' },
    ),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+' }),
    results: array('0+', {
      user: string('0+'),
      errorCode: int16('0+'),
      errorMessage: string('0+', { nullable: '0+' }),
      credentialInfos: array('0+', {
        mechanism: int8('0+', { about: '1 SCRAM-SHA-256, 2 SCRAM-SHA-512' }),
        iterations: int32('0+'),
      }),
    }),
  },
});
