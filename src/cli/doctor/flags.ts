/** The flags of mq doctor. */
import { custom, integer, string } from '@oclif/core/flags';
import { severities } from '../../advisors/finding.ts';
import { profiles } from '../../lib/profile.ts';
import { durationFlag } from '../flags.ts';
import { writtenFileFlag } from '../written-file.ts';

const listFlag = custom<string>({ multiple: true, delimiter: ',' });
const fileFlag = custom<string>({ helpValue: 'FILE' });

const failOn = [...severities, 'never'] as const;

export const doctorFlags = {
  profile: string({
    options: profiles,
    helpGroup: 'QUESTION',
    summary: 'what the cluster is for, where rules depend on it',
  }),
  topic: listFlag({
    helpGroup: 'QUESTION',
    helpValue: 'TOPIC,…',
    summary: 'only these topics, and a look at their newest records',
  }),
  group: listFlag({ helpGroup: 'QUESTION', helpValue: 'GROUP,…', summary: 'only these groups' }),
  only: listFlag({ helpGroup: 'QUESTION', helpValue: 'RULE,…', summary: 'only these rules, by id or name' }),
  skip: listFlag({ helpGroup: 'QUESTION', helpValue: 'RULE,…', summary: 'all rules but these' }),
  'fail-on': string({
    options: failOn,
    default: 'error',
    helpGroup: 'QUESTION',
    summary: 'exit with 3 when something is found that is at least so bad',
  }),
  client: listFlag({
    helpGroup: 'EVIDENCE',
    helpValue: 'FILE,…',
    summary: 'client settings to judge along: Java properties, Spring, librdkafka, kafkajs, Connect; see mq lint',
  }),
  connect: listFlag({
    helpGroup: 'EVIDENCE',
    helpValue: 'URL,…',
    summary: 'Connect workers to ask for their connectors; MQ_CONNECT_AUTH=USER:PASSWORD where they want a user',
  }),
  metrics: listFlag({
    helpGroup: 'EVIDENCE',
    helpValue: 'URL|FILE,…',
    summary: 'metrics of the brokers in the text format of Prometheus',
  }),
  'host-facts': fileFlag({
    helpGroup: 'EVIDENCE',
    summary: "YAML list of the brokers' machines: node, memory, heap, open-files-limit, max-map-count, …",
  }),
  samples: integer({
    min: 1,
    max: 1000,
    default: 1,
    helpGroup: 'EVIDENCE',
    helpValue: 'N',
    summary: 'look so many times, for rules that need a trend',
  }),
  interval: durationFlag({
    default: 30_000,
    defaultHelp: async () => '30s',
    helpGroup: 'EVIDENCE',
    summary: 'between two samples, on average: each is put off a little by chance',
  }),
  state: writtenFileFlag({
    helpGroup: 'EVIDENCE',
    summary: 'keep what was seen in this file, and remember earlier runs',
  }),
  'save-evidence': writtenFileFlag({
    helpGroup: 'EVIDENCE',
    summary: 'keep all that was found out, without secrets and contents of records',
  }),
  evidence: fileFlag({
    helpGroup: 'EVIDENCE',
    summary: 'judge what --save-evidence has kept, without a cluster',
    exclusive: [
      'bootstrap-server',
      'command-config',
      'property',
      'state',
      'samples',
      'interval',
      'save-evidence',
      'connect',
    ],
  }),
  settings: fileFlag({
    helpGroup: 'ACCEPTED',
    summary: 'intents and suppressions; mq-doctor.yaml of the working directory when left out',
  }),
  baseline: fileFlag({ helpGroup: 'ACCEPTED', summary: 'tell only what was not there when this file was written' }),
  'write-baseline': writtenFileFlag({
    helpGroup: 'ACCEPTED',
    summary: 'write down what is there now',
    exclusive: ['baseline'],
  }),
};
