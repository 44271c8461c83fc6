/** Which quotas can be (Kafka: ClientQuotaControlManager.java, QuotaConfig.java). Throws MetadataError. */
import { MetadataError } from '../metadata/metadata-error.ts';
import type { QuotaEntity } from './quota-entity.ts';

/** What a connection of a user or with a client id is measured by. */
export type ClientQuotaKey =
  | 'producer_byte_rate'
  | 'consumer_byte_rate'
  | 'request_percentage'
  | 'controller_mutation_rate';

type Range = 'double' | 'long' | 'int';

const ofClients: Readonly<Record<ClientQuotaKey, Range>> = {
  producer_byte_rate: 'long',
  consumer_byte_rate: 'long',
  request_percentage: 'double',
  controller_mutation_rate: 'double',
};
const ofAddresses: Readonly<Record<string, Range>> = { connection_creation_rate: 'int' };

const MOST = { int: 2 ** 31 - 1, long: 2 ** 63, double: Number.POSITIVE_INFINITY };

/** The entity that a client names, if there can be one. */
export function checkEntity(named: Readonly<Record<string, string | null>>): QuotaEntity {
  const types = Object.keys(named);
  if (types.length === 0) throw invalid('Invalid empty client quota entity');
  for (const [type, name] of Object.entries(named)) {
    if (type !== 'user' && type !== 'client-id' && type !== 'ip')
      throw invalid(`Unhandled client quota entity type: ${type}`);
    if (name === '') throw invalid(`Empty ${type} not supported`);
  }
  if ('ip' in named && types.length > 1)
    throw invalid('Invalid quota entity combination, IP entity should not be combined with User or ClientId');
  return named;
}

export function checkValue(entity: QuotaEntity, key: string, value: number): void {
  const keys: Readonly<Record<string, Range>> = 'ip' in entity ? ofAddresses : ofClients;
  const range = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (range === undefined) throw invalid(`Invalid configuration key ${key}`);
  if (value <= 0) throw invalid(`Quota ${key} must be greater than 0`);
  if (value > MOST[range]) throw invalid(`Proposed value for ${key} is too large for a ${range.toUpperCase()}.`);
  if (range !== 'double' && Math.abs(value % 1) > 1e-6) throw invalid(`${key} cannot be a fractional value.`);
}

export const invalid = (message: string): MetadataError => new MetadataError('INVALID_REQUEST', message);
