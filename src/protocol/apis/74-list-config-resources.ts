import { api } from '../api.ts';
import { array, int8, int16, int32, string } from '../schema.ts';

/**
 * The resources that have configuration of their own.
 * - v0: subscriptions to client metrics only, as ListClientMetricsResources (KIP-714)
 * - v1: resource types (KIP-1142)
 */
export const listConfigResources = api({
  key: 74,
  name: 'ListConfigResources',
  versions: '0-1',
  flexible: '0+',
  request: {
    resourceTypes: array('1+', int8(), { about: 'as in DescribeConfigs; empty for all' }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    configResources: array('0+', {
      resourceName: string('0+'),
      resourceType: int8('1+', { default: 16, ignorable: true }),
    }),
  },
});
