/** Files of settings as evidence: whose they are, what they say under Java's names, and what is wrong with them. */
import { Failure } from '../../lib/failure.ts';
import { readNamedText } from '../../lib/named-file.ts';
import type { ClientFile, ClientSetting } from '../evidence/given.ts';
import type { Draft } from './draft.ts';
import { families } from './families/families.ts';
import { type Family, someKey, type Versions } from './families/family.ts';
import { factIn, faultsOf } from './faults.ts';
import type { SettingsFile } from './format/entry.ts';
import { readSettingsFile, STDIN } from './format/read-file.ts';
import { HIDDEN, isSecretKey, withoutSecrets } from './secret.ts';
import { isSource, sourceClient } from './source/source-file.ts';

export interface ReadOptions {
  /** The family, where it is said rather than recognised. */
  readonly as?: string | undefined;
  readonly clientVersion?: string | undefined;
  readonly kafkaVersion?: string | undefined;
  readonly handlerP99Ms?: number | undefined;
}

/** Throws Failure (USAGE) for a file that cannot be read or that nobody recognises. */
export async function readClientFiles(paths: readonly string[], options: ReadOptions = {}): Promise<ClientFile[]> {
  const read = await Promise.all(
    paths.map(async path =>
      isSource(path)
        ? [sourceClient(path, await readNamedText(path, path))]
        : clientsIn(await readSettingsFile(path), options),
    ),
  );
  return read.flat();
}

export function clientsIn(file: SettingsFile, options: ReadOptions = {}): ClientFile[] {
  const versions: Versions = { client: options.clientVersion, kafka: options.kafkaVersion };
  return familyOf(file, options.as)
    .clients(file, versions)
    .map(draft => clientOf(draft, file, options));
}

function familyOf(file: SettingsFile, as: string | undefined): Family {
  const family =
    as === undefined
      ? isOthers(file)
        ? undefined
        : families.find(each => each.recognises(file))
      : families.find(({ name }) => name === as);
  if (family) return family;
  throw new Failure(`${file.path === STDIN ? 'what comes from stdin' : file.path} is not a file that mq knows`, {
    code: 'USAGE',
    where: file.path,
    advice: [...families.map(({ name, looksLike }) => `--as ${name}, if it is ${looksLike}`)],
  });
}

/** HOCON, manifests of Kubernetes, settings of loggers: Kafka's words may stand in them, and mean something else. */
const isOthers = (file: SettingsFile): boolean =>
  file.syntax === 'properties'
    ? /^[ \t]*\}[ \t]*$/m.test(file.text) || someKey(file, /^(log4j\d?|logger|rootLogger)\./)
    : someKey(file, /^apiVersion$/) && someKey(file, /^kind$/);

function clientOf(draft: Draft, file: SettingsFile, { handlerP99Ms }: ReadOptions): ClientFile {
  const settings: Record<string, ClientSetting> = {};
  for (const { java, key, value, written = value, entry } of draft.placed) {
    const hidden = isSecretKey(key, factIn(draft, key));
    settings[java] = {
      value: hidden ? HIDDEN : withoutSecrets(value),
      key: entry.key,
      line: entry.line,
      ...(written === value || hidden ? {} : { written: withoutSecrets(written) }),
    };
  }
  return {
    path: file.path,
    ...(draft.name === undefined ? {} : { name: draft.name }),
    family: draft.family,
    version: draft.version,
    role: draft.role,
    settings,
    defaults: draft.defaults,
    topics: draft.topics ?? [],
    faults: faultsOf(draft, file),
    ...(handlerP99Ms === undefined ? {} : { handlerP99Ms }),
  };
}
