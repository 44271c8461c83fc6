/** Whether a producer is idempotent in the end: asked for, by default, or given up without a word because of another setting. */
import type { ClientKey } from './client-keys.ts';
import { held, heldNumber, isSaid, saidText } from './client-setting.ts';
import type { ClientFile } from './given.ts';

export interface Idempotence {
  readonly on: boolean;
  /** Somebody wrote it down. */
  readonly said: boolean;
  /** What makes a Java producer leave its default: 'acks=1'. */
  readonly givenUpFor?: string;
}

/** Undefined where the file takes it from elsewhere. As ProducerConfig.postProcessAndValidateIdempotenceConfigs decides. */
export function idempotenceOf(client: ClientFile): Idempotence | undefined {
  const value = held(client, 'enable.idempotence');
  if (isSaid(client, 'enable.idempotence'))
    return value === undefined ? undefined : { on: value === 'true', said: true };
  if (isSaid(client, 'transactional.id')) return { on: true, said: true };
  if (value !== 'true') return { on: false, said: false };
  const acks = held(client, 'acks');
  if (acks !== undefined && acks !== 'all' && acks !== '-1')
    return { on: false, said: false, givenUpFor: `acks=${acks}` };
  if (heldNumber(client, 'retries') === 0) return { on: false, said: false, givenUpFor: 'retries=0' };
  const inFlight = heldNumber(client, 'max.in.flight.requests.per.connection') ?? 5;
  const before4 = Number(client.version.split('.')[0]) < 4;
  if (inFlight > 5 && before4)
    return { on: false, said: false, givenUpFor: `max.in.flight.requests.per.connection=${inFlight}` };
  return { on: true, said: false };
}

/** The setting that asks for idempotence in so many words: a client refuses to start, or to send, with whatever does not go with it. */
function asksForIdempotence(client: ClientFile): ClientKey | undefined {
  if (held(client, 'enable.idempotence') === 'true' && isSaid(client, 'enable.idempotence'))
    return 'enable.idempotence';
  return isSaid(client, 'transactional.id') && client.family !== 'kafkajs' ? 'transactional.id' : undefined;
}

/** What a finding about a setting says and weighs when the file asks for idempotence beside it; nothing otherwise. */
export function besideIdempotence(
  client: ClientFile,
  key: ClientKey,
): { severity: 'error'; observed: string } | undefined {
  const asking = asksForIdempotence(client);
  if (asking === undefined) return undefined;
  const refusal = client.family === 'kafkajs' ? 'kafkajs refuses to send' : 'the producer refuses to start';
  return { severity: 'error', observed: `${saidText(client, key)} beside ${saidText(client, asking)}: ${refusal}` };
}

/** More than this a broker does not remember, and an idempotent producer is refused (ProducerConfig). */
export const MOST_IN_FLIGHT = 5;
