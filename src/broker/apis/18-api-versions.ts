import { apiVersions } from '../../protocol/apis/18-api-versions.ts';
import { errors } from '../../protocol/errors.ts';
import { row } from './row.ts';

/** ApiVersionsRequest.SOFTWARE_NAME_VERSION_PATTERN */
const SOFTWARE = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

/** Features stay empty: transaction.version, group.version and the like are finalized when they are served. */
export const apiVersionsRow = row({
  api: apiVersions,
  serves: '0-4',
  handle({ clientSoftwareName, clientSoftwareVersion }, { broker, version }) {
    const isNamed = SOFTWARE.test(clientSoftwareName) && SOFTWARE.test(clientSoftwareVersion);
    if (version >= 3 && !isNamed) return { errorCode: errors.INVALID_REQUEST.code, apiKeys: [] };
    return { errorCode: 0, apiKeys: broker.advertised, finalizedFeaturesEpoch: 0 };
  },
});
