import { offsetCommit } from '../../protocol/apis/08-offset-commit.ts';
import { merged, refusedTopic, sortOut } from './commit-topics.ts';
import { groupContext } from './group-context.ts';
import { mayDo, row } from './row.ts';

export const offsetCommitRow = row({
  api: offsetCommit,
  serves: '2-9',
  needs: ['READ GROUP', 'READ TOPIC'],
  handle(request, context) {
    if (!mayDo(context, 'READ', 'GROUP', request.groupId))
      return { topics: request.topics.map(topic => refusedTopic(topic, 'GROUP_AUTHORIZATION_FAILED')) };
    const { known, refusals } = sortOut(request.topics, context);
    if (known.length === 0 && refusals.length > 0) return { topics: refusals };
    const reply = context.broker.groups.coordinator.commitOffsets({ ...request, topics: known }, groupContext(context));
    return { ...reply, topics: merged(refusals, reply.topics) };
  },
});
