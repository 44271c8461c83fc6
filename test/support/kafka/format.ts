/**
 * Formatting the storage of nodes: KRaft wants one cluster id in all of them; SCRAM passwords live in the metadata log, so they are given here.
 * One id of 64 begins with a dash, so it has to be written behind an equals sign.
 */
import type { Security } from './properties.ts';
import { kafkaToolOutput } from './tool.ts';

export async function formatStorage(
  propertiesFiles: readonly string[],
  security: Pick<Security, 'sasl' | 'users'>,
  version?: string,
): Promise<void> {
  const clusterId = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  const scram = Object.entries(security.sasl ? security.users : {}).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap(mechanism => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
  const which = version === undefined ? {} : { version };
  await Promise.all(
    propertiesFiles.map(file =>
      kafkaToolOutput('storage', ['format', `--cluster-id=${clusterId}`, '-c', file, ...scram], which),
    ),
  );
}
