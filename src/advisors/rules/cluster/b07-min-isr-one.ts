import { counted } from '../../../lib/counted.ts';
import { isDevelopment } from '../../evidence/brokers.ts';
import { replicationFactor } from '../../evidence/placement.ts';
import { numberOf } from '../../evidence/setting.ts';
import type { Severity } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const KEY = 'min.insync.replicas';

export const minIsrOne = rule({
  id: 'B07',
  name: 'min-isr-one',
  title: 'acks=all is satisfied by a single copy, because min.insync.replicas is 1',
  severity: 'error',
  why: 'When followers have dropped out of the ISR, the leader alone acknowledges; if it fails then, acknowledged records are lost and no client was ever told.',
  remedy: 'Set min.insync.replicas=2 on topics with three replicas.',
  claim: {
    text: 'acks=-1 waits for as many copies as min.insync.replicas says; with 1 records may be lost as with acks=1.',
    places: ['S0:L447'],
  },
  truth: {
    text: 'acks=all waits for every replica in the ISR, however many; min.insync.replicas only says how small the ISR may get before writes are refused. The default is 1, and with eligible leader replicas (new clusters from 4.1 on) it is kept as a setting of the whole cluster. Topics with two replicas are left to B06: for them no value is right.',
    source: 'TopicConfig min.insync.replicas (documentation); Kafka documentation, Eligible leader replicas',
  },
  evidence: ['topics', 'topicConfigs', 'cluster'],
  see: { notHere: 'one broker has one replica of everything, which is all that can be in sync' },
  *check({ topics, topicConfigs, cluster }, { profile }) {
    const severity: Severity = isDevelopment(cluster) ? 'info' : profile === 'log' ? 'warning' : 'error';
    const inherit: string[] = [];
    const narrow: string[] = [];
    for (const topic of topics) {
      const setting = topicConfigs[topic.name]?.[KEY];
      const factor = replicationFactor(topic);
      if (factor < 3 && setting?.source !== 'topic') narrow.push(topic.name);
      if (topic.internal || setting === undefined || numberOf(topicConfigs[topic.name], KEY) !== 1) continue;
      if (factor < 3) continue;
      if (setting.source !== 'topic') {
        inherit.push(topic.name);
        continue;
      }
      yield {
        subject: { type: 'topic', topic: topic.name },
        severity,
        observed: `${KEY}=1 is set on the topic, which has ${factor} replicas`,
        numbers: { replicationFactor: factor },
        fix: [
          {
            text: 'Ask for two: one broker may still fail, and writers go on.',
            command: `mq config alter --topic ${topic.name} --set ${KEY}=2`,
            change: { type: 'set-topic-config', topic: topic.name, key: KEY, value: '2' },
          },
        ],
      };
    }
    if (inherit.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      severity,
      observed: `${KEY} is 1 for ${counted(inherit.length, 'topic')} of 3 replicas or more that inherit${inherit.length === 1 ? 's' : ''} it (${listText(inherit, 5)})`,
      numbers: { topics: inherit.length },
      fix: [
        {
          text:
            narrow.length === 0
              ? 'Ask for two on the whole cluster: one broker may still fail, and writers go on.'
              : `Ask for two on the whole cluster, after ${counted(narrow.length, 'topic')} with fewer replicas got three (${listText(narrow, 5)}; B05, B06, B13): with 2 replicas they would refuse writes while a broker restarts, with 1 before Kafka 3.7 always, and since then while replicas are added.`,
          command: `mq config alter --all-brokers --set ${KEY}=2`,
          ...(narrow.length === 0 ? { change: { type: 'set-broker-config', broker: '', key: KEY, value: '2' } } : {}),
        },
      ],
    };
  },
});
