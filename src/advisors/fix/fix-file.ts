/** What a fix has changed, with the values before, kept before anything changes: for `mq doctor --undo`. */
import { z } from 'zod';
import { keepForUndo, readForUndo } from '../../operations/undo-file.ts';

const setting = {
  key: z.string(),
  value: z.string().nullable(),
  /** Null when nothing was set for the thing itself. */
  before: z.string().nullable(),
};

const schema = z.object({
  format: z.literal('mq doctor fix'),
  version: z.literal(1),
  clusterId: z.string().nullable(),
  atMs: z.number(),
  changes: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('set-topic-config'), topic: z.string(), ...setting }),
      z.object({ type: z.literal('set-broker-config'), broker: z.string(), ...setting }),
    ]),
  ),
});

export type FixFile = z.infer<typeof schema>;
/** In the order in which they are made. */
export type KeptChange = FixFile['changes'][number];

export const keepFix = (clusterId: string | null, changes: readonly KeptChange[]): string => {
  const kept: FixFile = { format: 'mq doctor fix', version: 1, clusterId, atMs: Date.now(), changes: [...changes] };
  return keepForUndo('doctor-fix', 'json', `${JSON.stringify(kept, null, 2)}\n`);
};

/** Throws a Failure (code USAGE) for a file that is none. */
export const readFix = (file: string): FixFile =>
  readForUndo(file, text => {
    const result = schema.safeParse(JSON.parse(text));
    if (!result.success) throw new Error('mq doctor --fix has not written it');
    return result.data;
  });
