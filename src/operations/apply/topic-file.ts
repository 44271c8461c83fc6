/** The file of `mq apply`: topics as they shall be. Read strictly, for what is guessed here is made on a cluster. */
import { z } from 'zod';
import { only, parseChecked } from '../../lib/checked.ts';

export interface WantedTopic {
  readonly name: string;
  /** The cluster's default when left out. */
  readonly partitions?: number | undefined;
  readonly replicationFactor?: number | undefined;
  readonly configs: Readonly<Record<string, string>>;
}

const count = z.int().positive();
/** YAML makes a float of 2.19e+07: it is sent as 21900000, and 2.5 not at all. */
const setting = z
  .union([z.string(), z.boolean(), z.number().refine(Number.isSafeInteger, 'is no whole number: put it into quotes')])
  .transform(String);
const name = z
  .string()
  .regex(
    /^[a-zA-Z0-9._-]{1,249}$/,
    'is no name of a topic: letters, digits, dots, dashes and underscores, at most 249',
  );

const file = only({
  topics: z.record(
    name,
    only({
      partitions: count.optional(),
      replicationFactor: count.optional(),
      configs: z.record(z.string(), setting).default({}),
    }),
  ),
});

/** Throws a Failure (code USAGE) that names the file, the place and what is wrong there. */
export const readTopicFile = (path: string, text: string): WantedTopic[] =>
  Object.entries(parseChecked(text, file, { path, where: path }).topics).map(([name, topic]) => ({ name, ...topic }));
