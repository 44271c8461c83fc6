/** Random ACLs and questions, put to Kafka's StandardAuthorizer class and to ours; random spending, to Kafka's quota sensors and to ours. */
import { describe, expect, it } from 'vitest';
import { RateQuota } from '../../src/broker/quotas/rate-quota.ts';
import { type Acl, aclKey } from '../../src/broker/security/acl.ts';
import { aclOperations, type PermissionType, type ResourceType } from '../../src/broker/security/acl-codes.ts';
import type { AclOperation } from '../../src/broker/security/authorizer.ts';
import { authorizerWith } from '../broker/security/acl-harness.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { askOracle } from '../support/kafka/oracle.ts';
import { type Random, seededRandom } from '../support/random.ts';

const random = seededRandom(20260101);
const operations = Object.keys(aclOperations) as AclOperation[];
const types: ResourceType[] = ['TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID', 'USER'];
/** Few letters, so that prefixes and names meet. The characters around the asterisk in order are there too. */
const names = ['a', 'aa', 'ab', 'aba', 'abb', 'b', 'ba', '*', '*a', '+', 'kafka-cluster', 'hardcode', 'hard'];
const principals = ['User:alice', 'User:bob', 'User:*', 'Group:alice', 'User:CN=x,O=y', 'User:a:b'];
const hosts = ['*', '127.0.0.1', '10.0.0.1', '0:0:0:0:0:0:0:1'];
// Not User:* itself: Kafka fails over a client of that name.
const askers = ['User:alice', 'User:bob', 'Group:alice', 'User:root', 'User:a:b'];

const randomAcl = (all: Random): Acl => ({
  resourceType: all.pick(types),
  resourceName: all.pick(names),
  patternType: all.pick(['LITERAL', 'PREFIXED']),
  principal: all.pick(principals),
  host: all.pick(hosts),
  operation: all.pick([...operations, 'ALL']),
  permissionType: all.pick<PermissionType>(['ALLOW', 'ALLOW', 'DENY']),
});

interface Question {
  readonly words: readonly (string | number | boolean)[];
  readonly ours: string;
}

function authorization(sets: number, questionsEach: number): Question[] {
  return Array.from({ length: sets }, () => {
    const allowIfNoAcl = random.chance(0.5);
    const acls = Array.from({ length: random.below(random.chance(0.2) ? 60 : 8) }, () => randomAcl(random));
    const once = new Map(acls.map(each => [aclKey(each), each]));
    const authorizer = authorizerWith(acls, { allowIfNoAcl, superUsers: new Set(['User:root']) });
    const questions = Array.from({ length: questionsEach }, (): Question => {
      const [asker, host] = [random.pick(askers), random.pick(['127.0.0.1', '10.0.0.1', '::1', '10.0.0.2'])];
      const [operation, type, name] = [random.pick(operations), random.pick(types), random.pick([...names, 'abab'])];
      const [, principalType, principalName] = /^([^:]+):(.*)$/.exec(asker)!;
      const who = { principal: { type: principalType!, name: principalName! }, host: `/${host}` };
      if (random.chance(0.2))
        return {
          words: ['any', asker, host, operation, type],
          ours: String(authorizer.allowsAny(who, operation, type)),
        };
      const ours = String(authorizer.allows(who, operation, type, name));
      return { words: ['allows', asker, host, operation, type, name], ours };
    });
    const told = [...once.values()].map(acl => [
      'acl',
      acl.resourceType,
      acl.resourceName,
      acl.patternType,
      acl.principal,
      acl.host,
      acl.operation,
      acl.permissionType,
    ]);
    return [
      { words: ['authorizer', allowIfNoAcl, 'User:root'], ours: '' },
      ...told.map(words => ({ words, ours: '' })),
      ...questions,
    ];
  }).flat();
}

async function spending(quotas: number, spendsEach: number): Promise<Question[]> {
  const all: Question[] = [];
  for (let i = 0; i < quotas; i++) {
    const [bound, samples, windowMs] = [1 + random.below(1000), 1 + random.below(12), random.pick([200, 1000, 2000])];
    const clock = new FakeClock(1_000_000);
    const quota = new RateQuota('producer_byte_rate', { samples, windowMs }, clock);
    quota.configure([{ entity: { user: 'alice' }, values: { producer_byte_rate: bound } }]);
    const alice = { user: 'alice', clientId: 'c' };
    all.push({ words: ['quota', bound, samples, windowMs], ours: '' });
    for (let j = 0; j < spendsEach; j++) {
      const amount = random.below(random.chance(0.2) ? bound * 10 : bound);
      const throttleMs = quota.spend(alice, amount);
      all.push({ words: ['spend', amount, clock.monotonicMs()], ours: String(throttleMs) });
      if (random.chance(0.2)) {
        quota.giveBack(alice, amount);
        all.push({ words: ['back', amount, clock.monotonicMs()], ours: '' });
      }
      const pauses = [0, random.below(100), windowMs, random.below(windowMs * samples * 2), throttleMs];
      await clock.advance(random.pick(pauses));
    }
  }
  return all;
}

/** The questions that Kafka answers otherwise. */
async function differences(questions: readonly Question[]): Promise<string[]> {
  const theirs = await askOracle(questions.map(({ words }) => words));
  const asked = questions.filter(({ ours }) => ours !== '');
  expect(theirs).toHaveLength(asked.length);
  return asked
    .map(({ words, ours }, i) => ({ words, ours, theirs: theirs[i] }))
    .filter(each => each.ours !== each.theirs)
    .map(each => `${each.words.join(' ')}: Kafka ${each.theirs}, the broker ${each.ours}`);
}

describe('Kafka’s own classes', () => {
  it('decide as the authorizer does', async () => {
    expect((await differences(authorization(800, 60))).slice(0, 10)).toEqual([]);
  }, 60_000);

  it('throttle as the quotas do', async () => {
    expect((await differences(await spending(200, 60))).slice(0, 10)).toEqual([]);
  }, 60_000);
});
