import { api } from '../api.ts';
import { array, bool, int8, int16, int32, string } from '../schema.ts';

/**
 * Configuration of topics, brokers and groups, each value with where it comes from.
 * - v1: synonyms instead of isDefault (KIP-226)
 * - v3: types and documentation (KIP-569)
 */
export const describeConfigs = api({
  key: 32,
  name: 'DescribeConfigs',
  versions: '1-4',
  flexible: '4+',
  request: {
    resources: array('0+', {
      resourceType: int8('0+', { about: '2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group' }),
      resourceName: string('0+'),
      configurationKeys: array('0+', string(), { nullable: '0+', about: 'null for all' }),
    }),
    includeSynonyms: bool('1+', { default: false }),
    includeDocumentation: bool('3+', { default: false }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    results: array('0+', {
      errorCode: int16('0+'),
      errorMessage: string('0+', { nullable: '0+' }),
      resourceType: int8('0+'),
      resourceName: string('0+'),
      configs: array('0+', {
        name: string('0+'),
        value: string('0+', { nullable: '0+', about: 'null when sensitive' }),
        readOnly: bool('0+'),
        configSource: int8('1+', {
          default: -1,
          ignorable: true,
          about:
            '1 topic, 2 broker, 3 all brokers, 4 server.properties, 5 built in, 6 logger, 7 client metrics, 8 group',
        }),
        isSensitive: bool('0+'),
        synonyms: array(
          '1+',
          {
            name: string('1+'),
            value: string('1+', { nullable: '0+' }),
            source: int8('1+'),
          },
          { ignorable: true, about: 'the values that count, from the strongest on' },
        ),
        configType: int8('3+', {
          default: 0,
          ignorable: true,
          about: '1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password',
        }),
        documentation: string('3+', { nullable: '0+', ignorable: true }),
      }),
    }),
  },
});
