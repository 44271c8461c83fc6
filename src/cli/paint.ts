/** Colours: a handful of meanings, only on a terminal, never under NO_COLOR (no-color.org) or TERM=dumb. */
import type { WriteStream } from 'node:tty';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
}

const plain = (text: string) => text;
const sgr = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;

const colours: Paint = { bold: sgr(1, 22), dim: sgr(2, 22), good: sgr(32, 39), warn: sgr(33, 39), bad: sgr(31, 39) };
const none: Paint = { bold: plain, dim: plain, good: plain, warn: plain, bad: plain };

export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
  return stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb' ? colours : none;
}
