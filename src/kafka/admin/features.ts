/** Features of the cluster: the levels in force, and what the software could do (KIP-584). */
import { apiVersions } from '../../protocol/apis/18-api-versions.ts';
import type { CallOptions, Cluster } from '../cluster.ts';
import { refuse } from '../error.ts';

export interface Features {
  /** Level in force, by feature. */
  readonly finalized: Readonly<Record<string, number>>;
  /** What the broker that answered could do. */
  readonly supported: Readonly<Record<string, { readonly min: number; readonly max: number }>>;
}

export async function describeFeatures(
  cluster: Cluster,
  options: Pick<CallOptions, 'signal' | 'attempts'> = {},
): Promise<Features> {
  const software = { clientSoftwareName: 'mq', clientSoftwareVersion: '0' };
  const response = await cluster.call(apiVersions, software, 'any', options);
  refuse(response.errorCode, 'Asking for the features');
  return {
    finalized: Object.fromEntries(
      response.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel] as const).sort(),
    ),
    supported: Object.fromEntries(
      response.supportedFeatures.map(({ name, minVersion, maxVersion }) => [
        name,
        { min: minVersion, max: maxVersion },
      ]),
    ),
  };
}
