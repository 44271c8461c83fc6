/** Who may log in, do what and how much on a broker: sets some of it, removes some of it again, and tells what there is. */

import { salted } from '../../src/broker/security/scram/credential.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { everyAcl } from '../support/every-acl.ts';
import { comparable } from '../support/same-answer.ts';
import { Wire } from '../support/wire.ts';

export const USER = 'alice';
export const PASSWORD = 'alice-secret';

const [GROUP, CLIENT_METRICS] = [32, 16];
const [SET, DELETE] = [0, 1];

export async function grant(bootstrap: string): Promise<void> {
  const wire = await Wire.connect(bootstrap);
  await grantAcls(wire);
  await grantQuotas(wire);
  await grantLogins(wire);
  await configure(wire, GROUP, 'billing', 'consumer.session.timeout.ms', '50000');
  await configure(wire, GROUP, 'reset', 'consumer.session.timeout.ms', '50000');
  await configure(wire, GROUP, 'reset', 'consumer.session.timeout.ms', null);
  await configure(wire, CLIENT_METRICS, 'latencies', 'interval.ms', '1000');
  wire.close();
}

async function grantAcls(wire: Wire): Promise<void> {
  const names = ['kept', 'removed', '*'];
  const acl = { resourceType: 2, resourcePatternType: 3, principal: `User:${USER}`, host: '*', operation: 3 };
  await wire.send(p.createAcls, 3, {
    creations: names.map(resourceName => ({ ...acl, resourceName: `private-${resourceName}`, permissionType: 3 })),
  });
  await wire.send(p.deleteAcls, 3, { filters: [{ ...everyAcl, resourceNameFilter: 'private-removed' }] });
}

async function grantQuotas(wire: Wire): Promise<void> {
  const quota = (entityName: string | null, key: string, remove = false) => ({
    entity: [{ entityType: 'user', entityName }],
    ops: [{ key, value: 1e9, remove }],
  });
  const alter = (...entries: ReturnType<typeof quota>[]) =>
    wire.send(p.alterClientQuotas, 1, { entries, validateOnly: false });
  await alter(quota(USER, 'producer_byte_rate'), quota(null, 'consumer_byte_rate'));
  await alter(quota(USER, 'request_percentage'));
  await alter(quota(USER, 'producer_byte_rate', true));
}

async function grantLogins(wire: Wire): Promise<void> {
  const upsertion = (name: string, mechanism: 1 | 2) => {
    const { salt, iterations, saltedPassword } = salted(`SCRAM-SHA-${mechanism === 1 ? 256 : 512}`, PASSWORD);
    return { name, mechanism, iterations, salt, saltedPassword };
  };
  const alter = (deletions: { name: string; mechanism: number }[], ...upsertions: ReturnType<typeof upsertion>[]) =>
    wire.send(p.alterUserScramCredentials, 0, { deletions, upsertions });
  await alter([], upsertion(USER, 1), upsertion('removed', 1));
  await alter([], upsertion(USER, 2));
  await alter([{ name: 'removed', mechanism: 1 }]);
}

const configure = (wire: Wire, resourceType: number, resourceName: string, name: string, value: string | null) =>
  wire.send(p.incrementalAlterConfigs, 1, {
    resources: [
      { resourceType, resourceName, configs: [{ name, value, configOperation: value === null ? DELETE : SET }] },
    ],
    validateOnly: false,
  });

export async function access(bootstrap: string): Promise<unknown> {
  const wire = await Wire.connect(bootstrap);
  const { resources } = await wire.send(p.describeAcls, 3, everyAcl);
  const { entries } = await wire.send(p.describeClientQuotas, 1, { components: [], strict: false });
  const { results } = await wire.send(p.describeUserScramCredentials, 0, { users: null });
  const described = await wire.send(p.describeConfigs, 4, {
    resources: [
      { resourceType: GROUP, resourceName: 'billing', configurationKeys: ['consumer.session.timeout.ms'] },
      { resourceType: GROUP, resourceName: 'reset', configurationKeys: ['consumer.session.timeout.ms'] },
      { resourceType: CLIENT_METRICS, resourceName: 'latencies', configurationKeys: null },
    ],
    includeSynonyms: true,
  });
  wire.close();
  return comparable({ resources, entries, results, configs: described.results });
}
