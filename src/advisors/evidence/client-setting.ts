/** What holds for a client: what its file says, else the default of its family and version. */
import { type Fix, type Observation, type Subject, subjectText } from '../finding.ts';
import { isPlaceholder } from '../lint/value-fault.ts';
import type { Unjudged } from '../rule.ts';
import type { ClientKey } from './client-keys.ts';
import type { ClientFile } from './given.ts';

export const clientsThat = (role: 'producer' | 'consumer', clients: readonly ClientFile[]): ClientFile[] =>
  clients.filter(client => client.role === role && client.code === undefined);

/** Undefined when nobody says it: not the file, and there is no default. Or when the file refers to elsewhere, see `elsewhere`. */
export function held(client: ClientFile, key: ClientKey): string | undefined {
  const said = client.settings[key]?.value;
  if (said === undefined) return client.defaults[key];
  return isPlaceholder(said) ? undefined : said;
}

export function heldNumber(client: ClientFile, key: ClientKey): number | undefined {
  const value = held(client, key);
  return value === undefined || !/^[+-]?\d+$/.test(value) ? undefined : Number(value);
}

export const isSaid = (client: ClientFile, key: ClientKey): boolean => client.settings[key] !== undefined;

/** A yield for each client in whose file one of these comes from elsewhere. */
export function* elsewhere(clients: readonly ClientFile[], ...keys: ClientKey[]): Iterable<Unjudged> {
  for (const client of clients) {
    const setting = keys.map(key => client.settings[key]).find(each => each !== undefined && isPlaceholder(each.value));
    if (setting === undefined) continue;
    yield {
      unjudged: `${subjectText(placeIn(client, { line: setting.line }))} takes ${setting.key} from elsewhere (${setting.value})`,
      needs: client.running ? 'its value' : 'the file with its values filled in',
    };
  }
}

/** The line that says it, or the file when none does; the connector where there is no file. */
export const placeOf = (client: ClientFile, key?: ClientKey): Subject =>
  placeIn(client, key === undefined ? undefined : client.settings[key]);

/** The same for whatever has a key and a line. */
export function placeIn({ path, running }: ClientFile, at: { key?: string; line?: number | undefined } = {}): Subject {
  const key = at.key === undefined ? {} : { key: at.key };
  if (running) return { type: 'connector', connect: running.connect, connector: running.connector, ...key };
  return { type: 'file', path, ...(at.line === undefined ? {} : { line: at.line }), ...key };
}

/** 'acks=1', and where nothing says it 'acks=1 by default', with the client's name where the file has several. */
export function saidText(client: ClientFile, key: ClientKey): string {
  const setting = client.settings[key];
  if (setting) return `${setting.key}=${setting.written ?? setting.value}`;
  const value = client.defaults[key];
  return `${client.name ? `${client.name}: ` : ''}${key} is not said${value === undefined ? '' : `, so it is ${value}`}`;
}

/** Of the setting itself, for --fix; nothing where the file does not say it. */
export function editOf(client: ClientFile, key: ClientKey, value: string): Pick<Fix, 'edit'> {
  const setting = client.settings[key];
  if (setting?.line === undefined) return {};
  return { edit: { path: client.path, line: setting.line, key: setting.key, value } };
}

/** A finding about one setting of a client. */
export const aboutSetting = (
  client: ClientFile,
  key: ClientKey,
  more: Partial<Observation> & Pick<Observation, 'fix'>,
): Observation => ({ subject: placeOf(client, key), observed: saidText(client, key), ...more });
