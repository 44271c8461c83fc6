/**
 * Makes src/advisors/lint/keys/*.json from what ConfigKeys.java printed for several versions of Kafka (keys-<version>.json) and from
 * librdkafka's CONFIGURATION.md of several versions (rdk/<version>.md) and Spring Boot's configuration metadata (spring.json).
 *
 *   for each version: java -cp 'libs/*' scripts/client-keys/ConfigKeys.java > DIR/keys-4.3.1.json
 *   tsx scripts/client-keys/merge.ts DIR && biome check --write src/advisors/lint/keys
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one version says of a key; `gone` from the version in `from` on. */
interface Fact {
  from?: string;
  type?: string;
  default?: string;
  required?: true;
  values?: string[];
  caseless?: true;
  min?: number;
  max?: number;
  deprecated?: true;
  gone?: true;
  /** librdkafka: the property that it is another name of. */
  alias?: string;
  /** librdkafka: only for producers or consumers. */
  only?: 'producer' | 'consumer';
}
type Keys = Record<string, Fact>;

const given = process.argv[2]!;
const target = join(import.meta.dirname, '../../src/advisors/lint/keys');
const minor = (version: string) => version.split('.').slice(0, 2).join('.');
const byVersion = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** Per key the facts of the first version, then those of each version that differs. */
function merged(versions: readonly (readonly [version: string, keys: Keys])[]): Record<string, Fact[]> {
  const names = [...new Set(versions.flatMap(([, keys]) => Object.keys(keys)))].sort();
  return Object.fromEntries(
    names.map(name => {
      const spans: Fact[] = [];
      versions.forEach(([version, keys], at) => {
        const fact = keys[name] ?? { gone: true };
        const last = spans.at(-1);
        if (last === undefined && fact.gone) return;
        if (last && same(last, fact)) return;
        spans.push(at === 0 ? fact : { from: version, ...fact });
      });
      return [name, spans];
    }),
  );
}

const same = ({ from: _, ...a }: Fact, b: Fact) => JSON.stringify(a) === JSON.stringify(b);

function write(name: string, versions: readonly (readonly [string, Keys])[]) {
  const table = { versions: versions.map(([version]) => version), keys: merged(versions) };
  writeFileSync(join(target, `${name}.json`), `${JSON.stringify(table)}\n`);
  console.log(name, Object.keys(table.keys).length);
}

// Java: clients, Connect, MirrorMaker, brokers
interface Declared {
  type: string;
  default?: string;
  required?: true;
  valid?: string;
  deprecated?: true;
}
const javaFiles = readdirSync(given)
  .filter(file => /^keys-.*\.json$/.test(file))
  .sort(byVersion);
const java = javaFiles.map(file => JSON.parse(readFileSync(join(given, file), 'utf8')) as { version: string });
for (const name of Object.keys(java[0]!).filter(key => key !== 'version')) {
  write(
    name,
    java.map(
      tables =>
        [minor(tables.version), mapped((tables as never)[name] as Record<string, Declared>, declaredFact)] as const,
    ),
  );
}

function mapped(keys: Record<string, Declared>, fact: (declared: Declared) => Fact): Keys {
  return Object.fromEntries(Object.entries(keys).map(([key, declared]) => [key, fact(declared)]));
}

function declaredFact({ type, valid = '', default: preset, required, deprecated }: Declared): Fact {
  const [, min, max] = /^\[(-?[\d.]+),\.\.\.,?(-?[\d.]+)?\](?: or -1)?$/.exec(valid) ?? [];
  const [, list] = /^(?:\(case insensitive\) )?\[([^\]]*[a-zA-Z_][^\]]*)\]$/.exec(valid) ?? [];
  return {
    type,
    ...(preset === undefined || preset.includes('Algorithm') ? {} : { default: preset }),
    ...(required ? { required } : {}),
    ...(list ? { values: list.split(', ').sort() } : {}),
    ...(valid.startsWith('(case insensitive)') ? { caseless: true } : {}),
    ...(min ? { min: valid.endsWith('or -1') ? Math.min(-1, Number(min)) : Number(min) } : {}),
    ...(max ? { max: Number(max) } : {}),
    ...(deprecated ? { deprecated } : {}),
  };
}

// librdkafka: the tables of CONFIGURATION.md
const rdk = readdirSync(join(given, 'rdk')).sort(byVersion);
write(
  'librdkafka',
  rdk.map(file => [minor(file), documented(readFileSync(join(given, 'rdk', file), 'utf8'))] as const),
);

/** The one word that a number may be (rdkafka_conf.c), which the tables do not mention. */
const wordOf = (key: string, alias: string | undefined) =>
  [key, alias].includes('request.required.acks') ? { values: ['all'] } : {};

function documented(page: string): Keys {
  const keys: Keys = {};
  for (const line of page.split('\n')) {
    const [key, who, range, preset, , ...text] = line
      .split(/(?<!\\)\|/)
      .map(cell => cell.trim().replaceAll('\\|', '|'));
    const doc = text.join('|');
    const type = /\*Type: ([^*]+)\*/.exec(doc)?.[1];
    if (!key || !type || keys[key]) continue;
    const [, min, max] = /^(-?[\d.]+) \.\. (-?[\d.]+)$/.exec(range!) ?? [];
    const alias = /^Alias for `([^`]+)`/.exec(doc)?.[1];
    keys[key] = {
      type,
      ...(preset ? { default: preset } : {}),
      ...(alias ? { alias } : {}),
      ...(min
        ? { min: Number(min), max: Number(max), ...wordOf(key, alias) }
        : range
          ? { values: range.split(', ') }
          : {}),
      ...(/\*\*DEPRECATED\*\*/.test(doc) ? { deprecated: true } : {}),
      ...(who === 'P' ? { only: 'producer' } : who === 'C' ? { only: 'consumer' } : {}),
    };
  }
  return keys;
}

// Spring Boot: the types decide how a value is written (a Duration, a DataSize), replacements how an old name is now
interface SpringProperty {
  name: string;
  type: string;
  deprecation?: { replacement?: string };
}
const spring = JSON.parse(readFileSync(join(given, 'spring.json'), 'utf8')) as { properties: SpringProperty[] };
const springKeys = Object.fromEntries(
  spring.properties
    .filter(({ name }) => name.startsWith('spring.kafka.'))
    .map(({ name, type, deprecation }) => [
      name,
      {
        type: /(Map|List|Class)</.exec(type)?.[1] ?? type.replace(/^.*[.$]/, ''),
        ...(deprecation
          ? { deprecated: true, ...(deprecation.replacement ? { now: deprecation.replacement } : {}) }
          : {}),
      },
    ]),
);
writeFileSync(join(target, 'spring.json'), `${JSON.stringify(springKeys)}\n`);
console.log('spring', Object.keys(springKeys).length);
