import { apiVersions } from '../../protocol/apis/18-api-versions.ts';
import { errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { row } from './row.ts';

/** ApiVersionsRequest.SOFTWARE_NAME_VERSION_PATTERN */
const SOFTWARE = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

export const apiVersionsRow = row({
  api: apiVersions,
  serves: '0-4',
  needs: [],
  handle({ clientSoftwareName, clientSoftwareVersion }, { broker, version }) {
    const isNamed = SOFTWARE.test(clientSoftwareName) && SOFTWARE.test(clientSoftwareVersion);
    if (version >= 3 && !isNamed) return { errorCode: errors.INVALID_REQUEST.code, apiKeys: [] };
    return { errorCode: 0, apiKeys: broker.advertised, ...(version >= 3 ? featuresFor(version, broker) : {}) };
  },
});

function featuresFor(version: number, { features }: Broker) {
  // Clients that ask below v4 take a range that begins at 0 for a defect (KAFKA-17011).
  const lowest = version < 4 ? 1 : 0;
  return {
    supportedFeatures: features.supported.filter(({ minVersion }) => minVersion >= lowest),
    finalizedFeaturesEpoch: features.epoch,
    finalizedFeatures: features.finalized.map(({ name, level }) => ({
      name,
      maxVersionLevel: level,
      minVersionLevel: level,
    })),
  };
}
