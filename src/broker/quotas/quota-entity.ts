/** Whom a quota is for (KIP-13, KIP-55, KIP-612; Kafka: ClientQuotaEntity.java): a user, a client id, both, or an address. */
export type QuotaEntityType = 'user' | 'client-id' | 'ip';

/** null: the default, for all that have no quota of their own. */
export type QuotaEntity = Readonly<Partial<Record<QuotaEntityType, string | null>>>;

/** The values that one entity has, as they are kept in the metadata. */
export interface StoredQuota {
  readonly entity: QuotaEntity;
  readonly values: Readonly<Record<string, number>>;
}

/** The same for the same entity, whatever the order of its parts. */
export const quotaEntityKey = (entity: Readonly<Record<string, string | null>>): string =>
  JSON.stringify(Object.entries(entity).sort(([a], [b]) => (a < b ? -1 : 1)));
