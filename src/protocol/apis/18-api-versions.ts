import { api } from '../api.ts';
import { array, bool, int16, int32, int64, string } from '../schema.ts';

/**
 * The first request of a connection: which versions of which APIs the broker serves, and its features. Its response
 * header has no tags in any version, and a version the broker does not know is answered in v0 with
 * UNSUPPORTED_VERSION and the versions of this API (KIP-511).
 * - v3: the client's software (KIP-511), features (KIP-584)
 * - v4: features may start at level 0 (KAFKA-17011)
 */
export const apiVersions = api({
  key: 18,
  name: 'ApiVersions',
  versions: '0-4',
  flexible: '3+',
  request: {
    clientSoftwareName: string('3+', { ignorable: true }),
    clientSoftwareVersion: string('3+', { ignorable: true }),
  },
  response: {
    errorCode: int16('0+'),
    apiKeys: array('0+', {
      apiKey: int16('0+'),
      minVersion: int16('0+'),
      maxVersion: int16('0+'),
    }),
    throttleTimeMs: int32('1+', { ignorable: true }),
    supportedFeatures: array(
      '3+',
      {
        name: string('3+'),
        minVersion: int16('3+'),
        maxVersion: int16('3+'),
      },
      { tag: 0, tagged: '3+', ignorable: true },
    ),
    finalizedFeaturesEpoch: int64('3+', {
      default: -1,
      tag: 1,
      tagged: '3+',
      ignorable: true,
      about: '-1 when unknown; clients then ignore the finalized features',
    }),
    finalizedFeatures: array(
      '3+',
      {
        name: string('3+'),
        maxVersionLevel: int16('3+'),
        minVersionLevel: int16('3+'),
      },
      { tag: 2, tagged: '3+', ignorable: true },
    ),
    zkMigrationReady: bool('3+', {
      default: false,
      tag: 3,
      tagged: '3+',
      ignorable: true,
      about: 'of the migration from ZooKeeper, which ended with Kafka 4.0',
    }),
  },
});
