/** The flags of mq lint. */
import { boolean, custom, string } from '@oclif/core/flags';
import { severities } from '../../advisors/finding.ts';
import { familyNames } from '../../advisors/lint/families/names.ts';
import { profiles } from '../../lib/profile.ts';
import { durationFlag, outputFormats, yesFlag } from '../flags.ts';

const listFlag = custom<string>({ multiple: true, delimiter: ',' });

const lintFormats = [...outputFormats, 'sarif', 'markdown'] as const;
type LintFormat = (typeof lintFormats)[number];

export const lintFlags = {
  as: string({
    options: familyNames,
    helpGroup: 'FILES',
    helpValue: 'FAMILY',
    summary: `what reads the files, where mq cannot tell: ${familyNames.join(', ')}`,
  }),
  'client-version': versionFlag('of the client library: 3.9, or 2.6 for librdkafka; the newest known when left out'),
  'kafka-version': versionFlag('of Kafka, for brokers, Connect and MirrorMaker, and for Java clients of that version'),
  'handler-ms': durationFlag({
    helpGroup: 'FILES',
    helpValue: 'P99',
    summary: 'how long the application takes with a record (99th percentile, measured): 40ms',
  }),
  profile: string({
    options: profiles,
    helpGroup: 'QUESTION',
    summary: 'what the client is for, where rules depend on it',
  }),
  only: listFlag({ helpGroup: 'QUESTION', helpValue: 'RULE,…', summary: 'only these rules, by id or name' }),
  skip: listFlag({ helpGroup: 'QUESTION', helpValue: 'RULE,…', summary: 'all rules but these' }),
  topic: listFlag({
    helpGroup: 'QUESTION',
    helpValue: 'TOPIC,…',
    dependsOn: ['bootstrap-server'],
    summary: "the client's topics: a look at their newest records, for rules that need it",
  }),
  'fail-on': string({
    options: [...severities, 'never'],
    default: 'error',
    helpGroup: 'QUESTION',
    summary: 'exit with 3 when something is found that is at least so bad',
  }),
  settings: string({
    helpGroup: 'QUESTION',
    helpValue: 'FILE',
    summary: 'intents and suppressions; mq-doctor.yaml of the working directory when left out',
  }),
  fix: boolean({
    helpGroup: 'CHANGE',
    summary: 'write what means the same or is safer; shows it first, keeps the file as FILE.bak',
  }),
  'dry-run': boolean({
    helpGroup: 'CHANGE',
    dependsOn: ['fix'],
    summary: 'show what --fix would write, and write nothing',
  }),
  yes: yesFlag,
};

export const lintOutput = {
  output: custom<LintFormat>({
    char: 'o',
    default: 'table',
    helpGroup: 'OUTPUT',
    helpValue: lintFormats.join('|'),
    options: lintFormats,
    summary: 'how to print the result',
  })(),
};

function versionFlag(summary: string) {
  return string({
    helpGroup: 'FILES',
    helpValue: 'VERSION',
    summary,
    parse: async text => {
      if (/^\d+\.\d+(\.\d+)*$/.test(text)) return text;
      const { Unreadable } = await import('../../lib/failure.ts');
      throw new Unreadable(`"${text}" is not a version`, ['4.1', '3.9.1']);
    },
  });
}
