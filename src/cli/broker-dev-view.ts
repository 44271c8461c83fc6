/** What `mq broker dev` says: how to reach the broker, its log, the mistakes of its clients, and on a terminal what it does now. */
import { type BrokerSample, statusLines } from './broker-status.ts';
import { mistakeText, type ShownMistake } from './mistake-view.ts';
import { paintFor } from './paint.ts';
import { canRedraw, StatusArea } from './status-area.ts';

const REDRAW_MS = 1_000;

/** Talk of a running broker on stderr: lines, and below them a live status where the terminal can do that. */
export class BrokerTalk {
  private readonly area: StatusArea | undefined;
  private redraw: NodeJS.Timeout | undefined;

  /** @param live false where somebody else reads the output */
  constructor(live: boolean) {
    const isLive = live && canRedraw(process.stderr) && process.stdout.isTTY;
    this.area = isLive ? new StatusArea(process.stderr) : undefined;
  }

  get isLive(): boolean {
    return this.area !== undefined;
  }

  line(text: string): void {
    if (this.area === undefined) process.stderr.write(`${text}\n`);
    else this.area.above(`${text}\n`);
  }

  /** Several lines for a person; in a pipe the one line that `asLine` makes of it. */
  mistake(mistake: ShownMistake, asLine: () => string): void {
    if (this.area === undefined) this.line(`warn: ${asLine()}`);
    else this.area.above(mistakeText(mistake, clockTime(new Date()), this.area.columns, paintFor(process.stderr)));
  }

  /** Shows what `sample` says, about once a second, until closed. */
  follow(sample: () => BrokerSample): void {
    const { area } = this;
    if (area === undefined) return;
    const first = sample();
    let before = first;
    const show = () => {
      const now = sample();
      area.show(['', ...statusLines(before, now, now.atMs - first.atMs, paintFor(process.stderr))]);
      before = now;
    };
    show();
    this.redraw = setInterval(show, REDRAW_MS);
  }

  close(): void {
    clearInterval(this.redraw);
    this.area?.close();
  }
}

/** 'HH:MM:SS', of this place. */
export const clockTime = (now: Date): string => now.toTimeString().slice(0, 8);
