/** Which of its works a command line asks `mq replay` for, and what does not go together. */
import type { PointInTime } from '../lib/time.ts';
import { UsageError } from './errors.ts';

export interface Asked {
  readonly topic: string;
  readonly from: PointInTime;
  readonly to: PointInTime | undefined;
}

export type AnyTask =
  | { readonly do: 'undo'; readonly file: string }
  | (Asked & { readonly do: 'rewind'; readonly group: string })
  | (Asked & { readonly do: 'copy'; readonly target: string })
  | (Asked & { readonly do: 'print' })
  | { readonly do: 'go on'; readonly topic: string; readonly target: string };
export type Task<Do extends AnyTask['do']> = Extract<AnyTask, { readonly do: Do }>;

/** The flags that decide. */
interface Wanted {
  topic?: string | undefined;
  'from-time'?: PointInTime | undefined;
  'to-time'?: PointInTime | undefined;
  group?: string | undefined;
  to?: string | undefined;
  print: boolean;
  undo?: string | undefined;
  resume: boolean;
}

/** Which of the four is asked for. Throws UsageError for what does not go together. */
export function taskOf(flags: Wanted): AnyTask {
  const chosen = (['group', 'to', 'print', 'undo'] as const).filter(name => flags[name]);
  if (chosen.length !== 1)
    throw new UsageError(
      `replay takes one of --group, --to, --print and --undo, not ${chosen.map(name => `--${name}`).join(' and ') || 'none'}`,
      {
        advice: [
          '--group G rewinds the group',
          '--to TOPIC copies the range',
          '--print shows it',
          '--undo FILE takes a rewind back',
        ],
      },
    );
  const { topic, group, to: target, undo } = flags;
  if (undo !== undefined) return { do: 'undo', file: undo };
  if (topic === undefined) throw new UsageError('replay needs --topic', { where: '--topic', advice: 'mq topic list' });
  if (flags.resume && target !== undefined) return { do: 'go on', topic, target };
  if (flags.resume)
    throw new UsageError('--resume goes on with a copy', { where: '--resume', advice: 'add --to TOPIC' });
  const from = flags['from-time'];
  const to = flags['to-time'];
  if (from === undefined)
    throw new UsageError('replay needs --from-time', {
      where: '--from-time',
      advice: ['--from-time 2026-11-21T10:00', '--from-time=-2h'],
    });
  if (to !== undefined && to.epochMs <= from.epochMs)
    throw new UsageError(`--to-time ${to.utc} is not after --from-time ${from.utc}`, { where: '--to-time' });
  if (group !== undefined && to !== undefined)
    throw new UsageError('a group cannot be told to stop at a time', {
      where: '--to-time',
      advice: 'copy the range with --to TOPIC and let a group read that',
    });
  if (target === topic)
    throw new UsageError('--to is the source itself', { where: '--to', advice: 'name another topic' });
  const asked = { topic, from, to };
  if (group !== undefined) return { ...asked, do: 'rewind', group };
  return target === undefined ? { ...asked, do: 'print' } : { ...asked, do: 'copy', target };
}
