import { aboutSetting, clientsThat, elsewhere, held, isSaid } from '../../evidence/client-setting.ts';
import { rule } from '../../rule.ts';

export const autoCommit = rule({
  id: 'C01',
  name: 'auto-commit',
  title: 'Offsets are committed by the clock',
  severity: 'warning',
  why: 'Records that were handed to another thread, or whose error was swallowed, count as read: after a crash nobody handles them.',
  remedy: 'Commit after processing, by hand.',
  claim: {
    text: 'Auto-commit loses what was not handled yet when the consumer dies; a messaging system has to commit by hand, log collection may use auto-commit.',
    places: ['S0:L433', 'S0:L545', 'S0:L589', 'S2:Q38'],
  },
  truth: {
    text: 'Within the poll loop auto-commit is at least once: poll() commits what the call before it returned. Records are lost where they are handled elsewhere, or a failure is swallowed. Spring and Quarkus commit by themselves after the handler.',
    source: 'KafkaConsumer javadoc, Automatic Offset Committing; KIP-62',
  },
  evidence: ['clients'],
  see: ['echo enable.auto.commit=true > seen-c01.properties', 'mq lint seen-c01.properties --only C01'],
  *check({ clients }, { profile }) {
    const consumers = clientsThat('consumer', clients);
    yield* elsewhere(consumers, 'enable.auto.commit');
    const strict = profile === 'messaging' || profile === 'ordered';
    for (const client of consumers) {
      if (held(client, 'enable.auto.commit') !== 'true') continue;
      if (!strict && !isSaid(client, 'enable.auto.commit')) continue;
      const kafkajs = client.family === 'kafkajs';
      yield aboutSetting(client, 'enable.auto.commit', {
        severity: strict ? 'warning' : 'info',
        fix: [
          {
            text: kafkajs
              ? 'Set autoCommit: false and commit what is done with consumer.commitOffsets; or see that eachMessage throws when it fails.'
              : 'Set enable.auto.commit=false and commit after the work: commitAsync while running, commitSync when partitions go and at the end.',
          },
        ],
      });
    }
  },
});
