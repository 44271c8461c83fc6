// Makes `npx mq` run this checkout, as it would run an installed mq: npm links the bins of dependencies, not a package's own.
import { chmodSync, existsSync, lstatSync, rmSync, symlinkSync } from 'node:fs';

const bin = new URL('../node_modules/.bin/', import.meta.url);
const link = new URL('mq', bin);
if (existsSync(bin) && process.platform !== 'win32') {
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync('../../bin/run.js', link);
  chmodSync(new URL('../bin/run.js', import.meta.url), 0o755);
}
