/** All claims, by number. */
import type { Claim } from './claim.ts';
import { consumerClaims } from './consumer.ts';
import { producerClaims } from './producer.ts';
import { relayClaims } from './relays.ts';
import { replicationClaims } from './replication.ts';
import { sizingClaims } from './sizing.ts';
import { storageClaims } from './storage.ts';

export type { Claim } from './claim.ts';

export const claims: readonly Claim[] = [
  ...sizingClaims,
  ...replicationClaims,
  ...producerClaims,
  ...consumerClaims,
  ...storageClaims,
  ...relayClaims,
].sort((a, b) => a.id - b.id);
