/**
 * Takes out of oclif what it does at every start and nobody here needs: a tenth of the way to a broker that answers. Its text is
 * changed on the way into dist; a version of oclif that has another text fails the build.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const patches: readonly (readonly [file: string, from: string, to: string])[] = [
  // A collation has tables to load, and the names of commands are ASCII.
  ['config/plugin.js', 'a.id.localeCompare(b.id)', 'a.id < b.id ? -1 : 1'],
  // Commands are found in the manifest, and there are no plugins.
  [
    'config/plugin.js',
    'const tinyglobby_1 = require("tinyglobby");',
    'const tinyglobby_1 = { get glob() { return require("tinyglobby").glob; } };',
  ],
  [
    'config/plugin-loader.js',
    'const minimatch_1 = require("minimatch");',
    'const minimatch_1 = { get minimatch() { return require("minimatch").minimatch; } };',
  ],
  // Whether this is WSL would be seen in a user agent.
  ['util/os.js', `(await import('wsl-utils')).isWsl ? 'wsl' : (0, node_os_1.platform)()`, '(0, node_os_1.platform)()'],
];

export const quickOclif: Plugin = {
  name: 'quick oclif',
  setup({ onLoad }) {
    onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/]/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const [file, from, to] of patches) {
        if (!path.replaceAll('\\', '/').endsWith(`/lib/${file}`)) continue;
        if (!contents.includes(from)) throw new Error(`oclif's ${file} has changed: it has no ${from}`);
        contents = contents.replace(from, to);
      }
      return { contents, loader: 'js' };
    });
  },
};
