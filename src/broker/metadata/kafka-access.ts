/** Who may log in, do what and how much in a directory that Kafka wrote: SCRAM users, ACLs and quotas of its metadata log. */
import type { MetadataRecord } from '../../protocol/metadata-records.ts';
import { quotaEntityKey, type StoredQuota } from '../quotas/quota-entity.ts';
import type { Acl } from '../security/acl.ts';
import { newAcl } from '../security/new-acl.ts';
import { scramMechanismNames, scramMechanisms } from '../security/scram/credential.ts';
import type { StoredScramCredential } from '../security/scram/stored-credential.ts';
import type { StoredMetadata } from './metadata-file.ts';

type ValueOf<K> = Extract<MetadataRecord, { kind: K; value: unknown }>['value'];

export class KafkaAccess {
  private readonly acls = new Map<string, Acl>();
  private readonly quotas = new Map<string, StoredQuota>();
  private readonly scram = new Map<string, StoredScramCredential>();

  get stored(): Pick<StoredMetadata, 'acls' | 'quotas' | 'scram'> {
    const { acls, quotas, scram } = this;
    return { acls: [...acls.values()], quotas: [...quotas.values()], scram: [...scram.values()] };
  }

  /** Other records are no matter. */
  take(record: MetadataRecord): void {
    if (record.kind === 'acl')
      this.acls.set(record.value.id, newAcl({ ...record.value, resourcePatternType: record.value.patternType }));
    else if (record.kind === 'removeAcl') this.acls.delete(record.value.id);
    else if (record.kind === 'clientQuota') this.takeQuota(record.value);
    else if (record.kind === 'scramCredential') this.takeScram(record.value);
    else if (record.kind === 'removeScramCredential') this.scram.delete(scramKey(record.value));
  }

  private takeScram(record: ValueOf<'scramCredential'>): void {
    const { name: user, iterations } = record;
    const mechanism = scramMechanismNames.find(name => scramMechanisms[name].type === record.mechanism);
    if (mechanism === undefined) return; // Kafka knows no third one
    this.scram.set(scramKey(record), {
      user,
      mechanism,
      iterations,
      salt: base64(record.salt),
      storedKey: base64(record.storedKey),
      serverKey: base64(record.serverKey),
    });
  }

  private takeQuota({ entity: parts, key, value, remove }: ValueOf<'clientQuota'>): void {
    const entity = Object.fromEntries(parts.map(({ entityType, entityName }) => [entityType, entityName]));
    const entityKey = quotaEntityKey(entity);
    const values: Record<string, number> = { ...this.quotas.get(entityKey)?.values };
    if (remove) delete values[key];
    else values[key] = value;
    if (Object.keys(values).length > 0) this.quotas.set(entityKey, { entity, values });
    else this.quotas.delete(entityKey);
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64');
const scramKey = ({ name, mechanism }: { name: string; mechanism: number }): string => `${mechanism} ${name}`;
