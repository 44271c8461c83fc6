/**
 * Kafka's command-line tools in one JVM that stays: a call takes tens of milliseconds, where a JVM of its own takes a second. Needs a JDK.
 * Not for the verifiable producer and consumer, whose last words come when their JVM ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { classPath, JVM_LOGGING, kafkaHome } from './home.ts';
import { type KafkaTool, TOOLS, type ToolResult } from './tool.ts';

export class ToolBox {
  static async open(): Promise<ToolBox> {
    const quick = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
    const program = join(import.meta.dirname, 'ToolBox.java');
    return new ToolBox(spawn('java', [...quick, JVM_LOGGING, '-cp', classPath(await kafkaHome()), program]));
  }

  private readonly jvm: ChildProcess;
  private readonly answers: Interface;
  private readonly endWithRunner = () => this.jvm.kill('SIGKILL');
  private said = '';
  private readonly gone: Promise<unknown[]>;
  private before: Promise<unknown> = Promise.resolve();

  private constructor(jvm: ChildProcess) {
    this.jvm = jvm;
    this.answers = createInterface({ input: jvm.stdout! });
    jvm.stderr!.on('data', data => {
      this.said += data;
    });
    this.gone = once(jvm, 'exit');
    process.once('exit', this.endWithRunner);
  }

  /** One after the other: they share System.in and System.out. */
  run(tool: KafkaTool, args: readonly string[], stdin = ''): Promise<ToolResult> {
    const result = this.before.then(() => this.call(tool, args, stdin));
    this.before = result.catch(() => {});
    return result;
  }

  /** What the tool prints on stdout; rejects with all that it said when it ends with another code than 0. */
  async output(tool: KafkaTool, args: readonly string[], stdin = ''): Promise<string> {
    const { stdout, stderr, code } = await this.run(tool, args, stdin);
    if (code !== 0) throw new Error(`kafka-${tool} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async close(): Promise<void> {
    process.off('exit', this.endWithRunner);
    this.jvm.stdin!.end();
    await this.gone;
  }

  private async call(tool: KafkaTool, args: readonly string[], stdin: string): Promise<ToolResult> {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const answer = Promise.race([once(this.answers, 'line'), this.gone]);
    this.jvm.stdin!.write(`${[TOOLS[tool], base64(stdin), ...args.map(base64)].join(' ')}\n`);
    const [line] = (await answer) as unknown[];
    if (typeof line !== 'string') throw new Error(`the JVM of the tools has ended: ${this.said}`);
    const [code, stdout, stderr] = line.split(' ') as [string, string, string];
    const text = (field: string) => Buffer.from(field, 'base64').toString();
    return { code: Number(code), stdout: text(stdout), stderr: text(stderr) };
  }
}
