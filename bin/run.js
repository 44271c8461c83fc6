#!/usr/bin/env node
// Starts oclif. `--version` is answered before the framework loads; in a checkout an older Node hands over to the one in node_modules.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const path = relative => fileURLToPath(new URL(relative, import.meta.url));
const argv = process.argv.slice(2);

if (Number.parseInt(process.versions.node, 10) < 22) {
  handOver(path('../node_modules/node/bin/node'));
} else if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  const { name, version } = JSON.parse(readFileSync(path('../package.json'), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  module.enableCompileCache?.();
  const { main } = await import('../dist/cli/main.js');
  await main(argv, import.meta.url);
}

function handOver(newer) {
  if (!existsSync(newer)) {
    process.stderr.write(
      `mq needs Node 22.22.2, 24.15, or 26 and newer; this is ${process.version}. Install a newer Node and try again.\n`,
    );
    process.exit(1);
  }
  const child = spawn(newer, [path('./run.js'), ...argv], { stdio: 'inherit' });
  process.on('SIGINT', () => {}); // a terminal sends it to the child too
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
