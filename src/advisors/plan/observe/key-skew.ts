/** How unevenly keys carry a topic, from a sample. Records of a partition weigh as much as the partition carries, however many were sampled. Pure. */

export interface KeySkew {
  /** Share of the topic's records that carry each of the hottest keys, the hottest first. */
  readonly hottest: readonly HotKey[];
  readonly distinctKeys: number;
  /** Share of the records without a key. */
  readonly withoutKey: number;
}

export interface HotKey {
  /** As text, cut after 40 characters. */
  readonly key: string;
  readonly share: number;
}

const SHOWN = 3;
const LONGEST = 40;

export class KeyCounter {
  private readonly counts = new Map<string, number>();
  private withoutKey = 0;
  private total = 0;

  /** `key` in latin1, so that any bytes are a key; `weight` is what the record stands for. */
  add(key: string | null, weight: number): void {
    this.total += weight;
    if (key === null) this.withoutKey += weight;
    else this.counts.set(key, (this.counts.get(key) ?? 0) + weight);
  }

  get skew(): KeySkew {
    const hottest = [...this.counts].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
    const share = (weight: number) => (this.total === 0 ? 0 : weight / this.total);
    return {
      hottest: hottest.map(([key, weight]) => ({ key: readable(key), share: share(weight) })),
      distinctKeys: this.counts.size,
      withoutKey: share(this.withoutKey),
    };
  }
}

function readable(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  const shown =
    /^[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(text) && !text.includes('�')
      ? text
      : `0x${Buffer.from(latin1, 'latin1').toString('hex')}`;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
}
