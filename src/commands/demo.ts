import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boolean } from '@oclif/core/flags';
import { startBroker } from '../broker/index.ts';
import { MqCommand } from '../cli/command.ts';
import { outputFlags } from '../cli/flags.ts';
import { step } from '../cli/progress.ts';
import { GROUP, type Stage, type StoryResult, TOPIC, tellStory, WIDE, WIDE_GROUP } from '../demo/story.ts';
import { connect } from '../kafka/index.ts';
import { TicketDirectory } from '../relay/ticket.ts';

export default class Demo extends MqCommand<StoryResult> {
  static override summary = "mq's main job in under a minute, on a broker of its own";
  static override description =
    'Starts the bundled broker, sells orders into a narrow topic faster than billing can book them, measures, plans, drains the backlog ' +
    'into a wide topic, verifies, lets billing catch up, and replays by time. All of it is real: real records, real groups, real files. ' +
    'Nothing is left behind.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --keep'];
  static override flags = {
    keep: boolean({ summary: 'leave the broker running at the end, until Ctrl-C' }),
    ...outputFlags,
  };

  async run(): Promise<StoryResult> {
    const { flags } = await this.parse(Demo);
    const quiet = flags.output !== 'table';
    const state = mkdtempSync(join(tmpdir(), 'mq-demo-'));
    const startMs = performance.now();
    const broker = await startBroker();
    try {
      if (!quiet)
        this.line(
          `A Kafka broker is ready on ${broker.bootstrap}, after ${Math.round(performance.now() - startMs)} ms.`,
        );
      const cluster = await connect({ bootstrap: broker.bootstrap, signal: this.signal });
      const result = await tellStory(cluster, this.stage(quiet), new TicketDirectory({ MQ_STATE_DIR: state })).finally(
        () => cluster.close(),
      );
      if (quiet) await this.show(result, { sections: [], csv: { rows: [], columns: [] } }, flags);
      else this.end(broker.bootstrap, flags.keep);
      if (flags.keep) await this.untilInterrupted();
      return result;
    } finally {
      await broker.stop();
      rmSync(state, { recursive: true, force: true });
    }
  }

  private stage(quiet: boolean): Stage {
    let chapter = 0;
    return {
      signal: this.signal,
      chapter: title => quiet || this.line(`\n${this.paint.bold(`${++chapter}. ${title}`)}`),
      say: line => quiet || this.line(`   ${line}`),
      step: (title, work) => (quiet ? work(() => {}) : step(title, work)),
    };
  }

  private end(bootstrap: string, keep: boolean): void {
    const at = keep ? `-b ${bootstrap}` : '-b localhost:9092';
    this.line(`
Seen: a backlog that its topic could not feed to more consumers, measured, moved by key, verified, consumed, and replayed.
On a cluster of your own, or on ${keep ? 'this broker' : 'mq broker dev'}:

  mq group describe ${keep ? GROUP : 'GROUP'} ${at}
  mq plan partitions --target 200MB/s --topic ${TOPIC} --group ${GROUP} ${at}
  mq backlog drain --topic ${TOPIC} --group ${GROUP} --to ${WIDE} --create --partitions 24 --dry-run ${at}
  mq replay --topic ${WIDE} --group ${WIDE_GROUP} --from-time=-1m --dry-run ${at}`);
    if (keep) this.line('\nThe broker goes on; Ctrl-C stops it and removes its data.');
  }

  private line(text: string): void {
    this.print(`${text}\n`);
  }

  private untilInterrupted(): Promise<void> {
    return new Promise(resolve => this.signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}
