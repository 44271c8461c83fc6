import { beforeEach, describe, expect, it } from 'vitest';
import { FrameReceiver } from '../../src/kafka/receiver.ts';

const framed = (body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
};

describe('a frame receiver', () => {
  let receiver: FrameReceiver;
  let frames: Buffer[];
  beforeEach(() => {
    receiver = new FrameReceiver();
    frames = [];
    receiver.onFrame = frame => frames.push(frame);
  });

  /** Feeds bytes as a socket would: at most `step` at a time, at most what the region takes. */
  const feed = (bytes: Buffer, step = bytes.length) => {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(receiver.region(), 0, at, Math.min(bytes.length, at + step));
      at += copied;
      receiver.received(copied);
    }
  };

  const small = Buffer.from('first');
  const empty = Buffer.alloc(4);
  const large = Buffer.alloc(300_000, 7);
  const stream = Buffer.concat([small, empty, large, small, large].map(framed));

  it.for([1, 2, 3, 5, 7, 1000, 65_536, 1_000_000])('cuts the same frames from reads of %i bytes', step => {
    feed(stream, step);
    expect(frames).toEqual([small, empty, large, small, large]);
  });

  it('gives every frame memory of its own', () => {
    feed(framed(small));
    feed(framed(large));
    feed(stream);
    feed(framed(Buffer.alloc(60_000, 9)));
    expect(frames[0]).toEqual(small);
    expect(frames[1]).toEqual(large);
  });

  it('reads large frames straight into their own memory', () => {
    feed(framed(large).subarray(0, 100));
    const region = receiver.region();
    expect(region.length).toBe(large.length - 96);
    feed(framed(large).subarray(100));
    expect(frames[0]!.buffer).toBe(region.buffer);
  });

  it('uses memory again that was given back, and only then', () => {
    feed(framed(large));
    feed(framed(large));
    const [first, second] = frames;
    expect(first!.buffer).not.toBe(second!.buffer);
    receiver.recycle(first!.buffer);
    receiver.recycle(first!.buffer); // twice is once
    feed(framed(large));
    feed(framed(large));
    expect(frames[2]!.buffer).toBe(first!.buffer);
    expect(frames[3]!.buffer).not.toBe(first!.buffer);
  });

  it('does not take memory that is shared with small frames', () => {
    feed(framed(small));
    receiver.recycle(frames[0]!.buffer);
    feed(framed(large));
    expect(frames[1]!.buffer).not.toBe(frames[0]!.buffer);
  });

  it.for([
    ['a web server', Buffer.from('HTTP/1.1 400 Bad Request')],
    ['TLS', Buffer.from('15030300020246', 'hex')],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9')],
    ['-1 bytes', Buffer.from('ffffffff00', 'hex')],
  ] as const)('recognises %s at the other end', ([name, bytes]) => {
    expect(() => feed(bytes)).toThrow(name);
  });

  it('takes no first frame of more than 1 MiB, and none of more than 256 MiB ever', () => {
    const lengthOf = (bytes: number) => Buffer.from(bytes.toString(16).padStart(8, '0'), 'hex');
    expect(() => feed(lengthOf(2 ** 20 + 1))).toThrow('a frame of 1048577 bytes');
    receiver = new FrameReceiver();
    feed(framed(small));
    feed(lengthOf(2 ** 20 + 1));
    receiver = new FrameReceiver();
    feed(framed(small));
    expect(() => feed(lengthOf(2 ** 28 + 1))).toThrow('a frame of 268435457 bytes');
  });
});
