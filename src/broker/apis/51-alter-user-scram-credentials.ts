import { alterUserScramCredentials } from '../../protocol/apis/51-alter-user-scram-credentials.ts';
import { errors } from '../../protocol/errors.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { alterScram } from '../security/scram/alter.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, row } from './row.ts';

/** KIP-554: each user is changed or refused on its own. */
export const alterUserScramCredentialsRow = row({
  api: alterUserScramCredentials,
  serves: '0',
  needs: ['ALTER CLUSTER'],
  handle(request, context) {
    if (!mayDo(context, 'ALTER', 'CLUSTER', CLUSTER_NAME)) {
      const { code: errorCode, message: errorMessage } = errors.CLUSTER_AUTHORIZATION_FAILED;
      const users = new Set([...request.deletions, ...request.upsertions].map(({ name }) => name));
      return { throttleTimeMs: 0, results: [...users].sort().map(user => ({ user, errorCode, errorMessage })) };
    }
    const results = alterScram(request, context.broker.scram);
    return {
      throttleTimeMs: 0,
      results: [...results].map(([user, refusal]) =>
        refusal === undefined ? { user, errorCode: 0, errorMessage: null } : { user, ...refusalOf(refusal) },
      ),
    };
  },
});
