/** `mq --help` on one screen: every command with its summary. Help of a topic or a command is oclif's own, its usage line kept short. */
import { CommandHelp, Help } from '@oclif/core/help';

type HelpListOptions = Parameters<CommandHelp['renderList']>[1];

/** The flags are listed below it anyway. */
export class MqCommandHelp extends CommandHelp {
  protected override defaultUsage(): string {
    const args = Object.values(this.command.args).map(({ name, required, multiple }) => {
      const word = `${name.toUpperCase()}${multiple ? '...' : ''}`;
      return required ? word : `[${word}]`;
    });
    return [this.command.id, ...args, '[FLAGS]'].join(' ');
  }

  /** oclif trims what a list begins with, and so moves the first of several aligned flags out of line. */
  override renderList(input: (string | undefined)[][], options: HelpListOptions): string {
    const [indentation = ''] = /^ */.exec(input[0]?.[0] ?? '') ?? [];
    return indentation + super.renderList(input, options);
  }
}

export default class MqHelp extends Help {
  override CommandHelpClass = MqCommandHelp;

  protected override async showRootHelp(): Promise<void> {
    const commands = this.sortedCommands.map(({ id, summary }): [string, string | undefined] => [
      id.replaceAll(':', ' '),
      summary,
    ]);
    const { bin } = this.config;
    this.log(`${bin} operates Apache Kafka clusters: plan, diagnose, fix, rehearse. No JVM.\n`);
    this.log(`${this.section('USAGE', `$ ${bin} COMMAND --help\n$ ${bin} COMMAND -b HOST:PORT [-o json]`)}\n`);
    this.log(
      `${this.section('COMMANDS', this.renderList(commands, { indentation: 2, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false }))}\n`,
    );
    this.log(
      this.section(
        'GOOD TO KNOW',
        [
          'MQ_BOOTSTRAP_SERVER or KAFKA_BOOTSTRAP_SERVERS saves -b; --command-config reads client.properties.',
          'Data goes to stdout, talk to stderr. -o prints json, jsonl, yaml or csv, errors too with json.',
          'Exit codes: 0 done, 1 failed, 2 usage, 3 a check found something, 130 interrupted.',
        ].join('\n'),
      ),
    );
  }
}
