/** A key says truly whether this broker acts upon it: the code reads its name, or it does not. */
import { describe, expect, it } from 'vitest';
import { brokerKeys, type ConfigKey, groupResourceKeys, topicConfigKeys } from '../../../src/broker/config.ts';
import { sourceFiles } from '../../support/source.ts';

/** They name keys to declare, compare or check them, or as those of a topic, which is no effect. */
const OTHERS = /^src\/broker\/(config(\/([a-z-]+-keys|declare|synonyms|agree))?|metadata\/check-[a-z-]+)\.ts$/;
const code = sourceFiles('src/broker/**/*.ts')
  .filter(({ path }) => !OTHERS.test(path))
  .map(({ text }) => text)
  .join('\n');

/** What __transaction_state is created with, as in Kafka, though nothing comes of it. */
const OF_INTERNAL_TOPICS = ['unclean.leader.election.enable'];

const heirs = [...topicConfigKeys.values(), ...groupResourceKeys.values()];
const isRead = ({ name }: ConfigKey): boolean =>
  code.includes(`'${name}'`) ||
  heirs.some(heir => heir.noEffect === undefined && heir.inherits?.some(from => from.name === name));

const keys = [...brokerKeys.values(), ...topicConfigKeys.values(), ...groupResourceKeys.values()];
const names = (of: readonly ConfigKey[]) => of.map(({ scope, name }) => `${scope} ${name}`);

describe('a configuration key', () => {
  it('that has an effect is read by the broker', () => {
    const unread = keys.filter(key => key.noEffect === undefined && !isRead(key));
    expect(names(unread)).toEqual([]);
  });

  it('that has none is not read', () => {
    const read = keys.filter(
      key => key.noEffect !== undefined && isRead(key) && !OF_INTERNAL_TOPICS.includes(key.name),
    );
    expect(names(read)).toEqual([]);
  });
});
