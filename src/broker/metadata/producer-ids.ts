/** Producer ids, each given out once: in blocks, so that not every one is written down (Kafka: ProducerIdManager). */
const BLOCK = 1000;

export class ProducerIds {
  private next: number;
  private blockEnd: number;
  private readonly reserve: (blockEnd: number) => void;

  /** `first` is the first id that was never reserved; `reserve` writes down that all ids below its argument are. */
  constructor(first: number, reserve: (blockEnd: number) => void) {
    this.next = first;
    this.blockEnd = first;
    this.reserve = reserve;
  }

  take(): number {
    if (this.next === this.blockEnd) {
      this.reserve(this.blockEnd + BLOCK);
      this.blockEnd += BLOCK;
    }
    return this.next++;
  }
}
