/** Who may do what and how much in a directory that Kafka wrote: the ACLs and quotas of its metadata log. */
import type { MetadataRecord } from '../../protocol/metadata-records.ts';
import { quotaEntityKey, type StoredQuota } from '../quotas/quota-entity.ts';
import type { Acl } from '../security/acl.ts';
import { newAcl } from '../security/new-acl.ts';
import type { StoredMetadata } from './metadata-file.ts';

export class KafkaAccess {
  private readonly acls = new Map<string, Acl>();
  private readonly quotas = new Map<string, StoredQuota>();

  get stored(): Pick<StoredMetadata, 'acls' | 'quotas'> {
    return { acls: [...this.acls.values()], quotas: [...this.quotas.values()] };
  }

  /** Other records are no matter. */
  take(record: MetadataRecord): void {
    if (record.kind === 'acl')
      this.acls.set(record.value.id, newAcl({ ...record.value, resourcePatternType: record.value.patternType }));
    else if (record.kind === 'removeAcl') this.acls.delete(record.value.id);
    else if (record.kind === 'clientQuota') this.takeQuota(record.value);
  }

  private takeQuota({ entity: parts, key, value, remove }: Extract<MetadataRecord, { kind: 'clientQuota' }>['value']) {
    const entity = Object.fromEntries(parts.map(({ entityType, entityName }) => [entityType, entityName]));
    const entityKey = quotaEntityKey(entity);
    const values: Record<string, number> = { ...this.quotas.get(entityKey)?.values };
    if (remove) delete values[key];
    else values[key] = value;
    if (Object.keys(values).length > 0) this.quotas.set(entityKey, { entity, values });
    else this.quotas.delete(entityKey);
  }
}
