/** Where the latest reads ended: a consumer that goes on from there needs no index. Bounded, the oldest is forgotten. */
import type { Segment } from './segment.ts';

const REMEMBERED = 8;

export class ReadPositions {
  private readonly ends: { segment: Segment; offset: number; position: number }[] = [];
  private next = 0;

  /** The position of the batch that reaches `offset`, or the end of the segment. */
  find(segment: Segment, offset: number): number {
    for (const end of this.ends) if (end.offset === offset && end.segment === segment) return end.position;
    return segment.locate(offset);
  }

  remember(segment: Segment, offset: number, position: number): void {
    this.ends[this.next] = { segment, offset, position };
    this.next = (this.next + 1) % REMEMBERED;
  }

  /** Of segments that are gone. */
  forget(): void {
    this.ends.length = 0;
    this.next = 0;
  }
}
