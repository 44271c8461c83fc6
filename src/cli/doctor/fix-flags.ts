/** The flags of mq doctor that change something. */
import { boolean, string } from '@oclif/core/flags';
import { changeFlags, yesFlag } from '../flags.ts';

export const fixFlags = {
  fix: boolean({
    helpGroup: 'CHANGE',
    exclusive: ['evidence', 'report', 'write-baseline'],
    summary: 'show what could be done about the findings, and do what is safe after a yes',
  }),
  undo: string({
    helpGroup: 'CHANGE',
    helpValue: 'FILE',
    exclusive: ['fix', 'evidence', 'report', 'write-baseline'],
    summary: 'take back what a --fix has changed',
  }),
  force: boolean({
    helpGroup: 'CHANGE',
    dependsOn: ['undo'],
    summary: 'also what somebody has changed since',
  }),
  'dry-run': changeFlags['dry-run'],
  yes: yesFlag,
};
