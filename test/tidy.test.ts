/**
 * The house rules that a program can check. Every failure says what to do; when a rule is wrong, change it here together with
 * docs/ARCHITECTURE.md and say why in the commit. A failing arrow is a question to answer, not a line to delete.
 */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findCircle, type SourceFile, sourceFiles } from './support/source.ts';

const source = sourceFiles('src/**/*.ts');
const programs = sourceFiles('bin/*.js');
const tests = sourceFiles('test/**/*.ts');
const own = [...source, ...programs, ...tests, ...sourceFiles('bench/**/*.ts', 'scripts/**/*.ts')];

/** Fails with one line per offence and the remedy under them. */
function none(offences: string[], remedy: string): void {
  if (offences.length > 0) expect.fail(`\n  ${offences.join('\n  ')}\n→ ${remedy}`);
}

/** Every import in files under `from` that `forbidden` matches. */
const arrows = (from: RegExp, forbidden: RegExp): string[] =>
  source
    .filter(file => from.test(file.path))
    .flatMap(file =>
      file.imports.filter(target => forbidden.test(target)).map(target => `${file.path} imports ${target}`),
    );

const lines = (files: SourceFile[], pattern: RegExp): string[] =>
  files.flatMap(file =>
    file.text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${file.path}:${i + 1}: ${line.trim()}`] : [])),
  );

describe('the floors (docs/ARCHITECTURE.md)', () => {
  /** From the ground up; each may import itself and what is below it. */
  const floors = ['lib', 'protocol', 'kafka broker', 'operations', 'relay', 'advisors', 'demo', 'cli', 'commands'].map(
    floor => floor.split(' '),
  );
  const floorOf = (path: string) => floors.findIndex(names => names.some(name => path.startsWith(`src/${name}/`)));

  it('hold all of src', () => {
    const homeless = source.filter(file => floorOf(file.path) < 0).map(file => file.path);
    none(homeless, `put the file on one of the floors: ${floors.flat().join(', ')}`);
  });

  it('import downwards only', () => {
    const upwards = source.flatMap(file =>
      file.imports
        .filter(target => target.startsWith('src/') && floorOf(target) > floorOf(file.path))
        .map(target => `${file.path} imports ${target}`),
    );
    none(upwards, 'move the shared part to the lower floor, or hand it in as a parameter from above');
  });

  it('keep the gateway and the broker apart', () => {
    const meeting = [
      ...arrows(/^src\/kafka\//, /^src\/broker\//),
      ...arrows(/^src\/broker\//, /^src\/kafka\/|^kafkajs/),
    ];
    none(meeting, 'what both need belongs to src/protocol or src/lib');
  });

  it('let only commands meet the broker', () => {
    none(
      arrows(/^src\/(operations|relay|advisors|demo|cli)\//, /^src\/broker\//),
      'start brokers in a command or in a test and hand in the address',
    );
  });

  it('let nothing import a command', () => {
    none(
      arrows(/./, /^src\/commands\//).filter(
        arrow => !/^src\/commands\/(\S+)\/.* imports src\/commands\/\1\/_/.test(arrow),
      ),
      'what two commands share is an operation, or belongs to src/cli',
    );
  });

  it('have no circles', () => {
    const circle = findCircle(source);
    none(circle ? [circle.join(' → ')] : [], 'the two share something that wants a file of its own');
  });

  it('keep input and output out of protocol and lib', () => {
    const io = arrows(/^src\/protocol\//, /^node:(net|tls|fs|http|child_process|dgram)/).filter(
      arrow => arrow !== 'src/protocol/records/wasm-codecs.ts imports node:fs', // once, at load: the codecs' machine code
    );
    none(io, 'bytes come in and go out as Buffers: do the I/O in kafka or broker');
    none(arrows(/^src\/lib\//, /^node:(net|tls|http|child_process|dgram)/), 'sockets belong to kafka and broker');
  });

  it('keep sockets and frames out of the log and the coordinators', () => {
    none(
      arrows(
        /^src\/broker\/log\//,
        /^node:(net|tls)|^src\/broker\/(network|apis|coordinator)\/|^src\/protocol\/(frame|apis)/,
      ),
      'the log takes and gives record batches',
    );
    none(
      arrows(
        /^src\/broker\/coordinator\//,
        /^node:(net|tls|fs)|^src\/broker\/(network|apis|log)\/|^src\/protocol\/frame/,
      ),
      'a coordinator takes values and an append function',
    );
  });

  it('keep clients out of the rules', () => {
    none(
      arrows(/^src\/advisors\/rules\//, /^src\/(kafka|operations|relay)\/|^node:(net|tls|fs)/),
      'declare the evidence that the rule needs; it is collected for it',
    );
  });

  it('let only cli and bin write to the terminal or end the process', () => {
    const elsewhere = source.filter(file => !file.path.startsWith('src/cli/'));
    none(
      lines(elsewhere, /\bprocess\.(stdout|stderr|exit|exitCode|abort)\b(?!\.isTTY)|\bconsole\.\w+\(/),
      'return a result or throw; a command shows it with this.show or this.note',
    );
  });

  it('let only cli and commands know oclif and the terminal libraries', () => {
    none(
      arrows(/^src\/(?!cli\/|commands\/)/, /^(@oclif\/|@inquirer\/|listr2|cli-table3)/),
      'report progress through a callback',
    );
  });
});

describe('an API of the protocol', () => {
  const names = (folder: string) =>
    source.flatMap(file => new RegExp(`^src/${folder}/(\\d\\d-[a-z-]+)\\.ts$`).exec(file.path)?.[1] ?? []);
  const declared = names('protocol/apis');
  const served = names('broker/apis');

  it('is served by the broker or listed as not served', () => {
    const notServed = new Set<string>(NOT_SERVED.flatMap(row => row.apis));
    none(
      declared.filter(name => !served.includes(name) && !notServed.has(name)),
      'write src/broker/apis/<the same name>.ts, or add it to NOT_SERVED below with the reason',
    );
    none(
      [...notServed].filter(name => served.includes(name)),
      'the broker serves it now: take it off NOT_SERVED below',
    );
    none(
      [...notServed, ...served].filter(name => !declared.includes(name)),
      'there is no such file in src/protocol/apis',
    );
  });

  it('has the key that its file name says', () => {
    const wrong = source.filter(file => {
      const number = /^src\/protocol\/apis\/(\d\d)-/.exec(file.path)?.[1];
      return number && Number(/\bkey: (\d+)/.exec(file.text)?.[1]) !== Number(number);
    });
    none(
      wrong.map(file => file.path),
      'rename the file: NN-name.ts with NN the API key',
    );
  });
});

describe('a command', () => {
  const commands = source
    .flatMap(file => /^src\/commands\/((?:[a-z-]+\/)*[a-z-]+)\.ts$/.exec(file.path)?.[1] ?? [])
    .filter(name => !name.endsWith('index'));

  it('has a test that runs it', () => {
    const argv = (name: string) =>
      new RegExp(
        name
          .split('/')
          .map(word => `'${word}'`)
          .join(',\\s*'),
      );
    none(
      commands.filter(
        name => !tests.some(test => argv(name).test(test.text) || test.path === `test/commands/${name}.test.ts`),
      ),
      "write test/commands/<topic>/<verb>.test.ts, or run it as ['topic', 'verb', …] in a live specification",
    );
  });

  it('has a page', () => {
    none(
      commands.filter(name => !existsSync(`docs/commands/${name.split('/')[0]}.md`)),
      'npm run generate writes docs/commands from the flags and examples of the command',
    );
  });
});

describe('a rule', () => {
  const rules = source.filter(file => /^src\/advisors\/rules\/\w+\/[a-z]\d\d-/.test(file.path));

  it('has a table test', () => {
    none(
      rules.filter(rule => !tests.some(test => test.imports.includes(rule.path))).map(rule => rule.path),
      'write test/advisors/rules/<topic>/<subject>.test.ts: clean, flagged, no evidence',
    );
  });

  it('has the id and the name that its file says', () => {
    const wrong = rules.filter(({ path, text }) => {
      const [, id, name] = /\/([a-z]\d\d)-([a-z0-9-]+)\.ts$/.exec(path)!;
      return !text.includes(`id: '${id!.toUpperCase()}'`) || !text.includes(`name: '${name}'`);
    });
    none(
      wrong.map(({ path }) => path),
      'name the file after its rule: b03-under-min-isr.ts',
    );
  });
});

describe('a file', () => {
  it('is short', () => {
    const tooLong = own
      .filter(file => file.lines > (LONG[file.path]?.lines ?? 300))
      .map(file => `${file.path}: ${file.lines} lines`);
    none(
      tooLong,
      'split it by the question a reader comes with; if it is one subject, add it to LONG below with the reason',
    );
    const shrunk = Object.entries(LONG).filter(
      ([path, row]) => (own.find(file => file.path === path)?.lines ?? 0) < row.lines * 0.9,
    );
    none(
      shrunk.map(([path]) => path),
      'it has become shorter: lower its number in LONG below, or take it off',
    );
  });

  it('has a name that says its subject', () => {
    const vague = own.filter(file => /(^|[/-])(utils?|helpers?|managers?|commons?|misc|stuff)[./-]/.test(file.path));
    none(
      vague.map(file => file.path),
      'name it after what it knows or does',
    );
  });

  it('says what it is for', () => {
    const silent = source.filter(
      file => file.lines > 40 && !/\/\*\*|^\/\/|static override summary|= (rule|lesson)\(/m.test(file.text),
    );
    none(
      silent.map(file => file.path),
      'open it with a comment: what it is for and what the reader cannot see',
    );
  });

  it('imports with the extension, and Node with its prefix', () => {
    none(
      [...source, ...tests].flatMap(file =>
        file.imports
          .filter(target => /^(src|test)\//.test(target) && !/\.(ts|js|json)$/.test(target))
          .map(target => `${file.path} imports ${target}`),
      ),
      "write './name.ts': Node runs the sources as they are",
    );
  });
});

describe('a page', () => {
  it('that a file refers to exists', () => {
    const missing = own.flatMap(file =>
      [...file.text.matchAll(/\bdocs\/[\w/-]+\.md\b/g)]
        .filter(([page]) => !existsSync(page))
        .map(([page]) => `${file.path} refers to ${page}`),
    );
    none(missing, 'write it, or mend the reference');
  });
});

describe('a test', () => {
  it('runs, always and alone or among others', () => {
    none(
      lines(tests, /\b(it|test|describe|suite)\.(only|skip|todo|fails)\b|\.(skipIf|runIf)\((?!process\.|cluster\.)/),
      'mend it or take it away; what a machine lacks is said by a failure',
    );
  });

  it('lets the system choose its ports', () => {
    none(
      lines(tests, /\.listen\(\s*[1-9]|startBroker\([^)]*\bport: [1-9]|'--port', '[1-9]/),
      'listen on port 0 and ask which it became',
    );
  });
});

/** Files that are longer than 300 lines, with the reason. The number may only fall. */
const LONG: Record<string, { lines: number; why: string }> = {};

/** APIs that are declared, because the gateway speaks them or soon will, and that the broker does not serve yet. */
const NOT_SERVED: { why: string; apis: string[] }[] = [
  { why: 'the broker has no share groups; the gateway meets them on real clusters', apis: ['77-share-group-describe'] },
];
