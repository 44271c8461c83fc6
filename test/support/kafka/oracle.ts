/** Classes of Kafka that are asked directly, without a broker around them (Oracle.java): what they say to each line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { classPath, JVM_LOGGING, kafkaHome } from './home.ts';

const program = join(import.meta.dirname, 'Oracle.java');

/** One answer for each line that asks for one, in their order. Words in a line are separated by tabs. */
export async function askOracle(lines: readonly (readonly (string | number | boolean)[])[]): Promise<string[]> {
  const options = [JVM_LOGGING, '-XX:TieredStopAtLevel=1', '-cp', classPath(await kafkaHome())];
  const java = spawn('java', [...options, program], { stdio: ['pipe', 'pipe', 'pipe'] });
  java.stdin.on('error', () => {}); // it ended early, and says why
  java.stdin.end(lines.map(words => `${words.join('\t')}\n`).join(''));
  const [answers, told, [code]] = await Promise.all([text(java.stdout), text(java.stderr), once(java, 'close')]);
  if (code !== 0) throw new Error(`the oracle ended with ${code}:\n${told}`);
  return answers.split('\n').slice(0, -1);
}
