import { grownTopics } from '../../evidence/growth.ts';
import { rule } from '../../rule.ts';

export const internalPartitionsAltered = rule({
  id: 'T19',
  name: 'internal-partitions-altered',
  title: "The number of partitions of one of Kafka's own topics was changed",
  severity: 'critical',
  why: 'Groups and transactions belong to a partition by the hash of their name: with another number they are looked for elsewhere, and commits and transactions seem to be gone.',
  remedy: 'Save the commits of all groups and put them back; never do it again.',
  truth: {
    text: 'offsets.topic.num.partitions and transaction.state.log.num.partitions must not change once the topics exist, nor may the topics be widened.',
    source: 'Kafka documentation, broker settings: offsets.topic.num.partitions ("should not change after deployment")',
  },
  evidence: ['topics', 'history'],
  see: { notHere: 'it would break the groups of the broker' },
  *check({ topics, history }) {
    const own = topics.filter(({ internal }) => internal);
    if (history.moments.length < 2)
      yield { unjudged: 'a change takes an earlier moment', needs: '--state FILE and a run now and then' };
    for (const { topic, from, to } of grownTopics(own, history))
      yield {
        subject: { type: 'topic', topic },
        observed: `from ${from} to ${to} partitions`,
        numbers: { from, to },
        fix: [
          {
            text: 'Stop consumers that reset to latest, save the commits of every group, and put them back: they are now looked for in other partitions. Transactional producers start anew.',
            command:
              'kafka-consumer-groups.sh --all-groups --all-topics --reset-offsets --to-current --dry-run --export > commits.csv',
          },
        ],
      };
  },
});
