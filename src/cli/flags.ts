/** Flag groups to spread into a command's flags, and flag types that read sizes, rates, durations and times. */
import { custom, boolean as flag, string } from '@oclif/core/flags';
import { parseBytes, parseRate } from '../lib/bytes.ts';
import { parseDuration } from '../lib/duration.ts';
import { Unreadable } from '../lib/failure.ts';
import { type PointInTime, parseTime } from '../lib/time.ts';

export const outputFormats = ['table', 'json', 'jsonl', 'yaml', 'csv'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** How to reach the cluster. Spread into every command that talks to one; hand the parsed flags to `withCluster`. */
export const clusterFlags = {
  'bootstrap-server': string({
    char: 'b',
    helpGroup: 'CLUSTER',
    helpValue: 'HOST:PORT,…',
    summary:
      'brokers to start from; else MQ_BOOTSTRAP_SERVER, KAFKA_BOOTSTRAP_SERVERS, or bootstrap.servers of the file',
  }),
  property: string({
    char: 'X',
    helpGroup: 'CLUSTER',
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    summary: 'a client property with its Java name; wins over the file',
  }),
  'command-config': string({
    helpGroup: 'CLUSTER',
    helpValue: 'FILE',
    summary: 'client properties as Java tools read them (security.protocol, sasl.*, ssl.*, …)',
  }),
};

export interface ClusterFlags {
  'bootstrap-server'?: string | undefined;
  property?: string[] | undefined;
  'command-config'?: string | undefined;
}

export const outputFlags = {
  output: custom<OutputFormat>({
    char: 'o',
    default: 'table',
    helpGroup: 'OUTPUT',
    helpValue: outputFormats.join('|'),
    options: outputFormats,
    summary: 'how to print the result',
  })(),
};

export interface OutputFlags {
  output: OutputFormat;
}

/** For commands that print records, one after another; see recordPrinter. */
export const recordOutputFlags = {
  output: custom<OutputFormat>({
    char: 'o',
    helpGroup: 'OUTPUT',
    helpValue: outputFormats.join('|'),
    options: outputFormats,
    summary: 'whole records; only values, one a line, when left out',
  })(),
};

export const yesFlag = flag({ char: 'y', helpGroup: 'CHANGE', summary: 'do not ask' });

/** For whatever changes something. */
export const changeFlags = {
  'dry-run': flag({ helpGroup: 'CHANGE', summary: 'say what would be done, change nothing' }),
  yes: yesFlag,
};

export interface ChangeFlags {
  'dry-run': boolean;
  yes: boolean;
}

/** Bytes, at least some: 1KiB, 512kB, 20MB. */
export const bytesFlag = custom<number>({ helpValue: 'SIZE', parse: async text => aboveZero(parseBytes(text), text) });

/** Bytes per second, at least some: 200MB/s, 12MiB/s, 3GB/h. */
export const rateFlag = custom<number>({ helpValue: 'RATE', parse: async text => aboveZero(parseRate(text), text) });

/** Nothing moves at 0 B/s, and nothing can be planned for it. */
function aboveZero(value: number, text: string, example = '1MB'): number {
  if (value > 0) return value;
  throw new Unreadable(`"${text}" is not above zero`, [example]);
}

/** How many times as much: 2x, 1.5. */
export const factorFlag = custom<number>({
  helpValue: 'FACTOR',
  parse: async text => {
    const factor = Number(/^(\d+(?:\.\d+)?)x?$/i.exec(text.trim())?.[1]);
    if (factor > 0) return factor;
    throw new Unreadable(`"${text}" is not a factor above zero`, ['2x', '1.5']);
  },
});

/** Milliseconds: 500ms, 60s, 2h, PT6H. */
export const durationFlag = custom<number>({ helpValue: 'DURATION', parse: async text => parseDuration(text) });

/** The same, but some time: what a plan divides by or waits for. */
export const positiveDurationFlag = custom<number>({
  helpValue: 'DURATION',
  parse: async text => aboveZero(parseDuration(text), text, '5s'),
});

/** A point in time; times without a zone are local. */
export const timeFlag = custom<PointInTime>({
  helpValue: 'TIME',
  parse: async text => parseTime(text, { nowMs: Date.now() }),
});
