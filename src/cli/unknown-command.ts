/** A command line whose command oclif cannot find: what was probably meant. */
import { Config } from '@oclif/core/config';
import type { LoadOptions } from '@oclif/core/interfaces';
import { nearest } from '../lib/near.ts';
import { UsageError } from './errors.ts';

/** Any other error comes back as it is. oclif takes the arguments of a command without arguments for more words of its name. */
export async function explainUnknownCommand(
  thrown: unknown,
  argv: readonly string[],
  load: LoadOptions,
): Promise<unknown> {
  const [, given] = thrown instanceof Error ? (/^command ([\s\S]*) not found$/i.exec(thrown.message) ?? []) : [];
  if (given === undefined) return thrown;
  if (given.startsWith('-')) return flagsFirst(argv);
  const { commandIDs } = await Config.load(load);
  const parent = commandIDs.find(id => given.startsWith(`${id}:`));
  if (parent) {
    const name = wordsOf(parent);
    return new UsageError(`nothing is expected after mq ${name}: ${wordsOf(given.slice(parent.length + 1))}`, {
      advice: `mq ${name} --help`,
    });
  }
  const topic = given.replace(/s$/, ''); // mq topics, as other tools have it
  const isTopic = commandIDs.some(id => id.startsWith(`${topic}:`));
  const near = isTopic ? `${topic} --help` : nearest(given, commandIDs);
  return new UsageError(`there is no command "${wordsOf(given)}"`, {
    advice: near ? [`mq ${wordsOf(near)}`, 'mq --help'] : 'mq --help',
  });
}

const wordsOf = (id: string) => id.replaceAll(':', ' ');

function flagsFirst(argv: readonly string[]): UsageError {
  const command = argv.findIndex((word, at) => at > 1 && !word.startsWith('-'));
  return new UsageError('the command comes first, then its flags', {
    where: argv[0]!,
    advice: command < 0 ? 'mq --help' : ['mq', ...argv.slice(command), ...argv.slice(0, command)].join(' '),
  });
}
