/** --connect: the REST API of Kafka Connect, of which only what describes is asked (KIP-465: all connectors in one answer, since 2.3). */
import { z } from 'zod';
import { Failure } from '../../lib/failure.ts';
import { shellWord } from '../../lib/shell.ts';
import { withoutSecrets } from '../lint/secret.ts';
import { httpGet, reasonOf } from './http.ts';

const WHERE = '--connect';
/** USER:PASSWORD, so that a password need not stand on a command line. */
export const CONNECT_AUTH = 'MQ_CONNECT_AUTH';

/** A worker of a Connect cluster: any of them knows all connectors. */
export interface ConnectAddress {
  /** Without user, password and a slash at the end. */
  readonly url: string;
  readonly authorization?: string;
  /** What curl needs to be the same user. */
  readonly login?: string;
}

/** Throws Failure USAGE for what is no address. */
export function connectAddress(text: string, env: NodeJS.ProcessEnv): ConnectAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new Failure(`${WHERE} takes the address of a worker, not "${withoutSecrets(text)}"`, {
      code: 'USAGE',
      where: WHERE,
      advice: '--connect http://localhost:8083',
    });
  const { username, password, origin, pathname } = url;
  const address = { url: `${origin}${pathname}`.replace(/\/+$/, '') };
  if (username !== '') {
    const user = decodeURIComponent(username);
    return { ...address, ...basic(`${user}:${decodeURIComponent(password)}`), login: `-u ${shellWord(user)}` };
  }
  const login = env[CONNECT_AUTH];
  if (!login) return address;
  if (!login.includes(':'))
    throw new Failure(`${CONNECT_AUTH} is USER:PASSWORD, and there is no colon in it`, {
      code: 'USAGE',
      where: CONNECT_AUTH,
    });
  return { ...address, ...basic(login), login: `-u "$${CONNECT_AUTH}"` };
}

const basic = (login: string) => ({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });

/** Why a Connect cluster did not tell of its connectors, and what to try. */
export class ConnectFailure extends Error {
  readonly needs: string;

  constructor(reason: string, needs: string) {
    super(reason);
    this.needs = needs;
  }
}

const workerSchema = z.looseObject({ version: z.string(), kafka_cluster_id: z.string().optional() });
const connectorsSchema = z.record(
  z.string(),
  z.looseObject({
    info: z.looseObject({ config: z.record(z.string(), z.string().nullable()), type: z.string().nullish() }).optional(),
    status: z
      .looseObject({
        connector: z.looseObject({ state: z.string() }),
        tasks: z.array(z.looseObject({ state: z.string() })),
      })
      .optional(),
  }),
);

export type ConnectWorker = z.infer<typeof workerSchema>;
/** By name. What the worker does not know of one at this moment is left out. */
export type Connectors = z.infer<typeof connectorsSchema>;

/** Both throw ConnectFailure. */
export const askWorker = async (address: ConnectAddress, signal?: AbortSignal): Promise<ConnectWorker> =>
  understood(workerSchema, await ask(address, '/', signal), 'the address of a worker of Kafka Connect');

export async function askConnectors(address: ConnectAddress, signal?: AbortSignal): Promise<Connectors> {
  const found = await ask(address, '/connectors?expand=info&expand=status', signal);
  if (Array.isArray(found) && found.length === 0) return {};
  return understood(connectorsSchema, found, 'Kafka Connect 2.3 or newer, which tells of all connectors at once');
}

function understood<T>(schema: z.ZodType<T>, found: unknown, needs: string): T {
  const result = schema.safeParse(found);
  if (result.success) return result.data;
  throw new ConnectFailure('it answers something else', needs);
}

async function ask({ url, authorization }: ConnectAddress, path: string, signal?: AbortSignal): Promise<unknown> {
  const headers = { accept: 'application/json', ...(authorization ? { authorization } : {}) };
  let answer: Awaited<ReturnType<typeof httpGet>>;
  try {
    answer = await httpGet(`${url}${path}`, { headers, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConnectFailure(reasonOf(error), waysToReach(url, reasonOf(error)));
  }
  const { status, statusText, text } = answer;
  if (status === 401 || status === 403)
    throw new ConnectFailure(`not allowed (${status})`, `${CONNECT_AUTH}=USER:PASSWORD of somebody who may read`);
  if (status !== 200)
    throw new ConnectFailure(`it answers ${`${status} ${statusText}`.trim()}`, 'a worker that can answer');
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectFailure('it answers something else than JSON', 'the address of a worker of Kafka Connect');
  }
}

function waysToReach(url: string, reason: string): string {
  if (/certificate|self.signed|issuer/i.test(reason)) return 'NODE_EXTRA_CA_CERTS=FILE with its authority as PEM';
  return `an answer of ${url}`;
}
