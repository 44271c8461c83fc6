import { describeUserScramCredentials } from '../../protocol/apis/50-describe-user-scram-credentials.ts';
import { errors } from '../../protocol/errors.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { scramMechanisms } from '../security/scram/credential.ts';
import type { ScramCredentials } from '../security/scram/credentials.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

/** KIP-554 (Kafka: ScramImage.describe). */
export const describeUserScramCredentialsRow = row({
  api: describeUserScramCredentials,
  serves: '0',
  needs: ['DESCRIBE CLUSTER'],
  handle({ users }, context) {
    if (!mayDo(context, 'DESCRIBE', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      // Kafka names nobody here.
      const results = (users ?? []).map(() => ({ user: '', errorCode, errorMessage, credentialInfos: [] }));
      return { throttleTimeMs: 0, errorCode, errorMessage, results };
    }
    const { scram } = context.broker;
    const asked = users === null || users.length === 0 ? [...scram.users] : users.map(({ name }) => name);
    const results = [...new Set(asked)].map(user => {
      try {
        const isTwice = asked.indexOf(user) !== asked.lastIndexOf(user);
        return { user, errorCode: 0, errorMessage: null, credentialInfos: describe(user, isTwice, scram) };
      } catch (error) {
        return { user, ...refusalOf(error), credentialInfos: [] };
      }
    });
    return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, results };
  },
});

function describe(user: string, isTwice: boolean, scram: ScramCredentials) {
  if (isTwice)
    throw new MetadataError(
      'DUPLICATE_RESOURCE',
      `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`,
    );
  const credentials = scram.ofUser(user);
  if (credentials === undefined)
    throw new MetadataError('RESOURCE_NOT_FOUND', `Attempt to describe a user credential that does not exist: ${user}`);
  return [...credentials].map(([mechanism, { iterations }]) => ({
    mechanism: scramMechanisms[mechanism].type,
    iterations,
  }));
}
