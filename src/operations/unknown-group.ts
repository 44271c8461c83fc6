/** A group that nobody has heard of. */
import { listGroups } from '../kafka/groups.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { ifMeant } from '../lib/meant.ts';

/** Says which was probably meant; `tail` ends the sentence. */
export async function unknownGroup(cluster: Cluster, name: string, tail = ''): Promise<Failure> {
  const known = (await listGroups(cluster)).map(({ group }) => group);
  return new Failure(`there is no group ${name}${tail}`, {
    code: 'GROUP_ID_NOT_FOUND',
    where: `group ${name}`,
    advice: [ifMeant(name, known) ?? [], 'mq group list'].flat(),
  });
}
