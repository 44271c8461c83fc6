import { describe, expect, it } from 'vitest';
import { BufferPool } from '../../../src/broker/network/buffer-pool.ts';
import { type Frame, FrameAssembler } from '../../../src/broker/network/frame-assembler.ts';
import { InboundMemory } from '../../../src/broker/network/inbound-memory.ts';

const bodies = ['first frame', 'x'.repeat(1000), 'the third'];
const framed = (text: string): Buffer => {
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeInt32BE(text.length, 0);
  bytes.write(text, 4);
  return bytes;
};
const stream = Buffer.concat(bodies.map(framed));

const noBound = () => new InboundMemory(Number.POSITIVE_INFINITY);
const textOf = (frames: Frame[]) => frames.map(({ bytes }) => bytes.toString());

describe('FrameAssembler', () => {
  it.each([1, 2, 3, 5, 7, 100, 1009, stream.length])('finds the frames in chunks of %i bytes', size => {
    const assembler = new FrameAssembler(2000, noBound(), new BufferPool(), () => {});
    const frames: Frame[] = [];
    for (let at = 0; at < stream.length; at += size) {
      const chunk = stream.subarray(at, at + size);
      expect(assembler.push(chunk, frames)).toBe(chunk.length);
    }
    expect(textOf(frames)).toEqual(bodies);
    expect(assembler.isInsideFrame).toBe(false);
  });

  it('copies no frame that came whole', () => {
    const frames: Frame[] = [];
    new FrameAssembler(2000, noBound(), new BufferPool(), () => {}).push(stream, frames);
    expect(frames.map(({ bytes }) => bytes.buffer === stream.buffer)).toEqual([true, true, true]);
  });

  it('takes memory for what has come of a frame, not for what was announced', () => {
    const memory = new InboundMemory(1000);
    const assembler = new FrameAssembler(100_000_000, memory, new BufferPool(), () => {});
    const start = Buffer.alloc(14);
    start.writeInt32BE(100_000_000);
    expect(assembler.push(start, [])).toBe(14);
    expect(memory.tryTake(990, () => {})).toBe(true);
  });

  it.each([-1, 0, 7, 2001])('refuses a length of %i', length => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(length);
    const assembler = new FrameAssembler(2000, noBound(), new BufferPool(), () => {});
    expect(() => assembler.push(bytes, [])).toThrow('at most 2000 are taken here');
  });
});

describe('InboundMemory', () => {
  /** A connection that has one frame of 1000 bytes to receive. */
  const client = (memory: InboundMemory) => {
    const frames: Frame[] = [];
    let rest: Buffer = framed('x'.repeat(1000));
    const go = (bytes = rest.length) => {
      const chunk = rest.subarray(0, bytes);
      rest = rest.subarray(assembler.push(chunk, frames));
    };
    const assembler = new FrameAssembler(2000, memory, new BufferPool(), () => go());
    return { go, frames, assembler, left: () => rest.length };
  };
  const nextTick = () => new Promise(resolve => setImmediate(resolve));

  it('lets the first that finds none go on, and the others wait for it', async () => {
    const memory = new InboundMemory(1500);
    const [one, two, three] = [client(memory), client(memory), client(memory)];
    for (const each of [one, two, three]) each.go(700); // two of them fit
    expect(memory.isShort).toBe(true);
    const clients = [one, two, three];
    while (clients.some(each => each.left() > 0)) {
      for (const each of clients) each.go();
      const handled = clients.filter(each => each.frames.some(frame => frame.countedBytes > 0));
      expect(handled.length).toBeGreaterThan(0); // some request can always be completed
      for (const { frames } of handled) memory.giveBack(frames.splice(0)[0]!.countedBytes);
      await nextTick();
    }
    expect(memory.isShort).toBe(false);
  });

  it('gets back what a connection held that is gone', async () => {
    const memory = new InboundMemory(1000);
    const [gone, other] = [client(memory), client(memory)];
    gone.go(900);
    other.go();
    gone.assembler.abandon();
    await nextTick();
    expect(other.frames).toHaveLength(1);
  });
});
