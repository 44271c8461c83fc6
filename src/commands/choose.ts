import { string } from '@oclif/core/flags';
import { type Choice, choose, criteria, type Needs } from '../advisors/choose/choose.ts';
import { chooseView } from '../cli/choose-view.ts';
import { MqCommand } from '../cli/command.ts';
import { UsageError } from '../cli/errors.ts';
import { outputFlags } from '../cli/flags.ts';
import { pick } from '../cli/prompt.ts';

export default class Choose extends MqCommand<Choice> {
  static override summary = 'Which messaging system: Kafka, RabbitMQ, Pulsar, RocketMQ, Redis, ZeroMQ or ActiveMQ';
  static override description =
    'By a few questions, asked on a terminal or answered by flags; what is left out does not matter. Each answer says something for or against ' +
    'each system: 2 made for it, 1 does it, −1 with effort, −2 against its grain, or it does not do it at all. The result is a ranking with the ' +
    "reasons, and the document's comparison beside what holds today.";
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --use stream --replay yes --throughput high --order key --loss never',
    '<%= config.bin %> <%= command.id %> --use tasks --delay any --routing broker --throughput low --operation few',
  ];
  static override flags = {
    ...Object.fromEntries(
      criteria.map(({ id, question, answers }) => [
        id,
        string({ summary: question, options: answers.map(({ value }) => value), helpGroup: 'NEEDS' }),
      ]),
    ),
    ...outputFlags,
  };

  async run(): Promise<Choice> {
    const { flags } = await this.parse(Choose);
    const { output, ...answers } = flags;
    const given = Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const choice = choose(given.length > 0 ? Object.fromEntries(given) : await this.asked());
    return this.show(choice, chooseView(choice), { output });
  }

  /** Every question, where there is somebody to ask. */
  private async asked(): Promise<Needs> {
    const advice = criteria.map(({ id, answers }) => `--${id} ${answers.map(({ value }) => value).join('|')}`);
    const needs: Record<string, string> = {};
    for (const { id, question, answers } of criteria) {
      const options = answers.map(({ value, label }) => ({ value, name: label }));
      const picked = await pick(question, [{ value: '', name: 'does not matter' }, ...options], this.signal, advice);
      if (picked !== '') needs[id] = picked;
    }
    if (Object.keys(needs).length === 0)
      throw new UsageError('nothing matters, so anything will do', { advice: advice.slice(0, 3) });
    return needs;
  }
}
