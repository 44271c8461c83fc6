import { api } from '../api.ts';
import { array, bool, float64, int8, int16, int32, string } from '../schema.ts';

/** Quotas of users, client ids and ip addresses (KIP-546). */
export const describeClientQuotas = api({
  key: 48,
  name: 'DescribeClientQuotas',
  versions: '0-1',
  flexible: '1+',
  request: {
    components: array('0+', {
      entityType: string('0+', { about: 'user, client-id or ip' }),
      matchType: int8('0+', { about: '0 this name, 1 the default, 2 any name' }),
      match: string('0+', { nullable: '0+' }),
    }),
    strict: bool('0+', { about: 'true leaves out entities that have other types too' }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+' }),
    entries: array(
      '0+',
      {
        entity: array('0+', {
          entityType: string('0+'),
          entityName: string('0+', { nullable: '0+', about: 'null for the default' }),
        }),
        values: array('0+', {
          key: string('0+'),
          value: float64('0+'),
        }),
      },
      { nullable: '0+' },
    ),
  },
});
