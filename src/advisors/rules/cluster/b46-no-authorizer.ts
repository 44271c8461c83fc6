import { isDevelopment } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

export const noAuthorizer = rule({
  id: 'B46',
  name: 'no-authorizer',
  title: 'Everybody who can connect may do everything',
  severity: 'warning',
  why: 'Any client, or a mistake in one, can delete topics, rewind groups and change settings of the cluster.',
  remedy: 'Write down who needs what as ACLs, then switch the authorizer on.',
  truth: {
    text: 'No authorizer is the default. StandardAuthorizer keeps ACLs in the metadata log (KRaft); without matching ACL it refuses, except for super.users. Clusters on one machine are left alone.',
    source: 'Kafka documentation, Authorization and ACLs (KIP-801)',
  },
  evidence: ['brokerConfigs', 'cluster'],
  optional: ['acls'],
  see: { notHere: 'mq broker dev listens on the loopback address, where nothing is said' },
  *check({ brokerConfigs, cluster, acls }) {
    const without = Object.entries(brokerConfigs)
      .filter(
        ([, configs]) => configs['authorizer.class.name'] !== undefined && !configs['authorizer.class.name'].value,
      )
      .map(([id]) => Number(id));
    if (without.length > 0 && !isDevelopment(cluster)) {
      yield {
        subject: { type: 'cluster' },
        observed: `authorizer.class.name is empty on ${brokersText(without)}`,
        numbers: { brokers: without.length },
        fix: [
          {
            text: 'List the ACLs that clients need, set super.users for brokers and operators, then write authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer into server.properties of controllers and brokers, and restart one after the other.',
          },
        ],
      };
    }
    for (const { resourceType, resourceName, principal, host, operation, permission, patternType } of acls?.bindings ??
      []) {
      const everybody = principal === 'User:*' && permission === 'ALLOW' && operation === 'ALL';
      const everything = resourceType === 'CLUSTER' || (resourceName === '*' && patternType === 'LITERAL');
      if (!everybody || !everything) continue;
      const option =
        resourceType === 'CLUSTER' ? '--cluster' : `--${resourceType.toLowerCase().replaceAll('_', '-')} '*'`;
      yield {
        subject: { type: 'cluster' },
        observed: `an ACL lets everybody (User:*)${host === '*' ? '' : ` on ${host}`} do ALL on ${resourceType} ${resourceName} (${patternType})`,
        fix: [
          {
            text: 'Give each principal what it needs, then remove this one.',
            command: `kafka-acls.sh --remove --force --allow-principal 'User:*'${host === '*' ? '' : ` --allow-host ${host}`} --operation All ${option}`,
          },
        ],
      };
    }
  },
});
