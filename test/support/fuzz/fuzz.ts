/** Sends spoilt requests to a broker; the same seed sends the same ones. */

import { rows } from '../../../src/broker/apis/index.ts';
import type { AnyApi } from '../../../src/protocol/api.ts';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { encodeRequest } from '../../../src/protocol/frame.ts';
import { parseSpan } from '../../../src/protocol/span.ts';
import type { Values } from '../messages.ts';
import { type Random, seededRandom } from '../random.ts';
import { mutateBytes, mutateValues } from './mutate.ts';
import type { Seed } from './seeds.ts';
import { FuzzTarget } from './target.ts';
import { Vocabulary } from './vocabulary.ts';

/** Frames before clients go away and others come, so that what waits is let go. */
const SETTLE_EVERY = 500;

/** Brokers that go different ways. */
export const fuzzConfigs: readonly Readonly<Record<string, string>>[] = [
  {},
  {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'true',
  },
  { 'log.cleanup.policy': 'compact', 'compression.type': 'gzip', 'message.max.bytes': '3000' },
  { 'auto.create.topics.enable': 'false', 'log.message.timestamp.type': 'LogAppendTime', 'group.max.size': '2' },
];

export interface FuzzOptions {
  readonly seeds: readonly Seed[];
  readonly frames: number;
  readonly seed: number;
  readonly config?: Readonly<Record<string, string>>;
}

export interface FuzzResult {
  readonly answers: number;
  readonly refusals: number;
  readonly parked: number;
  readonly findings: FuzzTarget['findings'];
}

/** On one broker, which is opened for it and closed. */
export async function fuzz({ seeds, frames, seed, config = {} }: FuzzOptions): Promise<FuzzResult> {
  const random = seededRandom(seed);
  const words = new Vocabulary();
  for (const { api, request } of seeds) words.learn(api.request.fields, request);
  const target = new FuzzTarget({
    config,
    answered: ({ api }, { response }) => {
      if (response !== undefined) words.learn(api.response.fields, response);
    },
  });
  for (let sent = 0; sent < frames; sent++) {
    target.send(nextFrame(random.pick(seeds), random, words));
    if (sent % SETTLE_EVERY === 0) await target.settle();
  }
  await target.close();
  const { answers, refusals, parked, findings } = target;
  return { answers, refusals, parked, findings };
}

function nextFrame(seed: Seed, random: Random, words: Vocabulary): Buffer {
  const frame = encoded(seed, random, words);
  return random.chance(0.25) ? mutateBytes(frame, random) : frame;
}

/** Not every value can be written in every version: then as it was. */
function encoded({ api, version, request }: Seed, random: Random, words: Vocabulary): Buffer {
  const other = random.chance(0.2) ? anyVersion(api, random) : version;
  try {
    return frameOf(api, other, mutateValues(api.request.fields, other, request, random, words));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return frameOf(api, version, request);
  }
}

function anyVersion(api: AnyApi, random: Random): number {
  const { min, max } = parseSpan(rows.find(row => row.api === api)!.serves);
  return min + random.below(max - min + 1);
}

const frameOf = (api: AnyApi, version: number, request: Values): Buffer =>
  Buffer.concat(encodeRequest(api, version, { correlationId: 1, clientId: 'fuzz' }, request)).subarray(4);
