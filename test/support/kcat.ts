/** kcat (librdkafka), the C client's command line, as a judge of the broker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What kcat prints on stdout. Rejects, with its stderr, when it fails or takes longer than 60 s. */
export async function kcat(bootstrap: string, args: readonly string[], stdin = ''): Promise<string> {
  const child = spawn('kcat', ['-b', bootstrap, ...args], { timeout: 60_000 });
  child.stdin.on('error', () => {}); // it may end without reading its input
  child.stdin.end(stdin);
  const closed = once(child, 'close').catch(cause => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new Error('There is no `kcat` on the PATH; install it (Debian: apt-get install kcat)', { cause });
  });
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  if (code !== 0) throw new Error(`kcat ${args.join(' ')} ended with ${code ?? signal}:\n${stderr}`);
  return stdout;
}
