/** What the commands about templates have in common. */
import { join } from 'node:path';
import { string } from '@oclif/core/flags';
import { argument } from './args.ts';

export const templateArgs = {
  template: argument({ required: true, description: 'its name (mq template list), or the path of one of your own' }),
};

export const setFlags = {
  set: string({
    multiple: true,
    multipleNonGreedy: true,
    default: [],
    helpValue: 'NAME=VALUE',
    summary: 'a parameter; see mq template show',
  }),
};

/** Those that come with mq. */
export const templatesDirectory = (root: string): string => join(root, 'templates');
