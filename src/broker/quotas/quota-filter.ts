/** Which quotas DescribeClientQuotas shows (Kafka: ClientQuotasImage.describe). Throws MetadataError. */
import { MetadataError } from '../metadata/metadata-error.ts';
import { invalid } from './check-quota.ts';
import type { QuotaEntity } from './quota-entity.ts';

export interface QuotaFilter {
  readonly components: readonly {
    readonly entityType: string;
    readonly matchType: number;
    readonly match: string | null;
  }[];
  /** Whether an entity may have no other types than these. */
  readonly strict: boolean;
}

const EXACT = 0;
const DEFAULT = 1;
const SPECIFIED = 2;

export function quotaMatcher({ components, strict }: QuotaFilter): (entity: QuotaEntity) => boolean {
  /** The name that each type has to have; undefined for any. */
  const wanted = new Map<string, string | null | undefined>();
  for (const { entityType, matchType, match } of components) {
    if (entityType === '') throw invalid('Invalid empty entity type.');
    if (wanted.has(entityType)) throw invalid(`Entity type ${entityType} cannot appear more than once in the filter.`);
    if (!['user', 'client-id', 'ip'].includes(entityType))
      throw new MetadataError('UNSUPPORTED_VERSION', `Unsupported entity type ${entityType}`);
    if (![EXACT, DEFAULT, SPECIFIED].includes(matchType)) throw invalid(`Unknown match type ${matchType}`);
    if (matchType === EXACT && match === null) throw invalid('An exact match needs a match string.');
    if (matchType !== EXACT && match !== null) throw invalid('Only an exact match has a match string.');
    wanted.set(entityType, matchType === SPECIFIED ? undefined : match);
  }
  if (wanted.has('ip') && wanted.size > 1)
    throw invalid('IP filter component should not be used with user or clientId filter component.');
  return entity => {
    const names: ReadonlyMap<string, string | null> = new Map(Object.entries(entity));
    if (strict && names.size !== wanted.size) return false;
    return [...wanted].every(([type, name]) => names.has(type) && (name === undefined || names.get(type) === name));
  };
}
