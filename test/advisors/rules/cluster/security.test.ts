import { describe, expect, it } from 'vitest';
import { plaintext } from '../../../../src/advisors/rules/cluster/b45-plaintext.ts';
import { noAuthorizer } from '../../../../src/advisors/rules/cluster/b46-no-authorizer.ts';
import { aCluster, answerOf, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const cluster = aCluster();
const MAP =
  'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,INSIDE:SASL_PLAINTEXT,OUTSIDE:SASL_SSL';
const listening = (...settings: string[]) =>
  onBrokers(configs('server-properties', MAP, 'controller.listener.names=CONTROLLER', ...settings), 1);

describe('B45 plaintext', () => {
  it.each([
    ['advertised.listeners=PLAINTEXT://localhost:9092', []],
    ['advertised.listeners=PLAINTEXT://127.0.0.1:9092,OUTSIDE://kafka.example:9093', []],
    ['advertised.listeners=PLAINTEXT://[::1]:9092', []],
    ['advertised.listeners=PLAINTEXT://kafka.example:9092', ['warning']],
    ['advertised.listeners=INSIDE://kafka.example:9092', ['info']],
    ['advertised.listeners=PLAINTEXT://kafka.example:9092,INSIDE://kafka.example:9094', ['warning', 'info']],
    ['listeners=PLAINTEXT://:9092,CONTROLLER://:9093', ['warning']],
    ['listeners=PLAINTEXT://0.0.0.0:9092', ['warning']],
    ['listeners=CONTROLLER://kafka.example:9093', []],
  ])('%s: %s', (setting, severities) => {
    expect(observedBy(plaintext, { brokerConfigs: listening(setting), cluster }).map(f => f.severity)).toEqual(
      severities,
    );
  });

  it('speaks softly of a broker that is alone', () => {
    const brokerConfigs = listening('advertised.listeners=PLAINTEXT://kafka:9092');
    expect(observedBy(plaintext, { brokerConfigs, cluster: aCluster(1) })).toMatchObject([{ severity: 'info' }]);
  });

  it('takes a listener on all addresses for what the broker says it is', () => {
    const local = aCluster(1, { host: 'localhost' });
    expect(observedBy(plaintext, { brokerConfigs: listening('listeners=PLAINTEXT://:9092'), cluster: local })).toEqual(
      [],
    );
  });

  it('is not checked without the settings of brokers', () => {
    expect(answerOf(plaintext, { cluster }).unchecked).toHaveLength(1);
  });
});

describe('B46 no-authorizer', () => {
  const without = onBrokers(configs('server-properties', '~authorizer.class.name='));
  const authorizer = onBrokers(
    configs('server-properties', 'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer'),
  );
  const binding = (principal: string, resourceType: string, resourceName: string, operation = 'ALL') => ({
    resourceType,
    resourceName,
    patternType: 'LITERAL',
    principal,
    host: '*',
    operation,
    permission: 'ALLOW' as const,
  });

  it('warns, but not of brokers that only their own machine reaches', () => {
    expect(observedBy(noAuthorizer, { brokerConfigs: without, cluster })).toMatchObject([
      { severity: 'warning', observed: 'authorizer.class.name is empty on brokers 0, 1, 2' },
    ]);
    expect(observedBy(noAuthorizer, { brokerConfigs: without, cluster: aCluster(3, { host: '127.0.0.1' }) })).toEqual(
      [],
    );
  });

  it.each([
    [
      binding('User:*', 'TOPIC', '*'),
      "kafka-acls.sh --remove --force --allow-principal 'User:*' --operation All --topic '*'",
    ],
    [
      binding('User:*', 'TRANSACTIONAL_ID', '*'),
      "kafka-acls.sh --remove --force --allow-principal 'User:*' --operation All --transactional-id '*'",
    ],
    [
      binding('User:*', 'CLUSTER', 'kafka-cluster'),
      "kafka-acls.sh --remove --force --allow-principal 'User:*' --operation All --cluster",
    ],
    [
      { ...binding('User:*', 'GROUP', '*'), host: '10.0.0.1' },
      "kafka-acls.sh --remove --force --allow-principal 'User:*' --allow-host 10.0.0.1 --operation All --group '*'",
    ],
    [{ ...binding('User:*', 'TOPIC', '*'), patternType: 'PREFIXED' }, undefined],
    [binding('User:alice', 'TOPIC', '*'), undefined],
    [binding('User:*', 'TOPIC', 'public'), undefined],
    [binding('User:*', 'TOPIC', '*', 'READ'), undefined],
  ])('of %o advises %s', (acl, command) => {
    const found = observedBy(noAuthorizer, {
      brokerConfigs: authorizer,
      cluster,
      acls: { enabled: true, bindings: [acl] },
    });
    expect(found.map(({ fix }) => fix[0]!.command)).toEqual(command ? [command] : []);
  });
});
