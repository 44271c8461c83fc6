/** What compressed records have to be; test/kafka/answers/record-structure.ts asks Kafka the same. */
import { describe, expect, it } from 'vitest';
import type { LogConfig } from '../../../src/broker/log/log-config.ts';
import { updateCrc } from '../../../src/protocol/records/batch.ts';
import { type Codec, codecs, compress } from '../../../src/protocol/records/compression.ts';
import { batchOf, openLog } from '../../support/partition-log.ts';

const maxMessageBytes = 1024 * 1024;
const compressing = ['gzip', 'snappy', 'lz4', 'zstd'] as const;

/** The error that a log with this configuration gives for the batch; undefined when it takes it. */
function refusal(batch: Buffer, config: Partial<LogConfig> = {}) {
  const { log } = openLog({ config });
  try {
    log.append(batch, { leaderEpoch: 0, origin: 'client' });
  } catch (error) {
    expect(log.logEndOffset).toBe(0);
    return error as Error & { error: string; recordErrors: unknown[] };
  }
  return undefined;
}

function compressed(codec: Codec, contents: Buffer, count: number): Buffer {
  const batch = Buffer.concat([batchOf(count).subarray(0, 61), compress(codec, contents)]);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt16BE(codecs.indexOf(codec), 21);
  updateCrc(batch);
  return batch;
}

describe.each(compressing)('records under %s', compression => {
  const records = ['a', 'b', 'c'].map(letter => letter.repeat(100));
  /** Recompressed after a change of the bytes of the records, which all stay as long as they were. */
  const altered = (change: (bytes: Buffer) => void, count = 3) => {
    const contents = batchOf(records).subarray(61);
    change(contents);
    return compressed(compression, contents, count);
  };
  const size = (batchOf(records).length - 61) / 3;

  it('are taken as they come, if they are records', () => {
    expect(refusal(altered(() => {}))).toBeUndefined();
  });

  it('are refused when there are fewer or more than counted', () => {
    expect(refusal(altered(() => {}, 2))).toMatchObject({ error: 'INVALID_RECORD' });
    expect(refusal(altered(() => {}, 4))).toMatchObject({ error: 'INVALID_RECORD' });
  });

  it('are refused when a part of one reaches beyond the end', () => {
    const refused = refusal(altered(bytes => bytes.writeUInt8(0x7e, 2 * size + 5)));
    expect(refused).toMatchObject({ error: 'INVALID_RECORD', recordErrors: [] });
  });

  it('are refused when offset deltas leave something out, as Kafka stumbles there', () => {
    expect(refusal(altered(bytes => bytes.writeUInt8(8, size + 4)))).toMatchObject({ error: 'UNKNOWN_SERVER_ERROR' });
  });

  it('need not be as long as they say, unless they are compressed anew', () => {
    const wrongLength = altered(bytes => bytes.writeUInt8(bytes[size]! ^ 2, size));
    expect(refusal(Buffer.from(wrongLength))).toBeUndefined();
    const other = compression === 'gzip' ? 'zstd' : 'gzip';
    expect(refusal(wrongLength, { compressionType: other })).toMatchObject({ error: 'INVALID_RECORD' });
  });

  it('are refused when they do not decompress', () => {
    const batch = altered(() => {});
    batch.fill(0xff, 62);
    updateCrc(batch);
    expect(refusal(batch)).toMatchObject({ error: 'UNKNOWN_SERVER_ERROR' });
  });
});

// Snappy makes no more than 22 bytes of one.
it.each(['gzip', 'lz4', 'zstd'] as const)(
  '%s of 64 times what a batch may be is refused, nothing else suffers',
  codec => {
    const refused = refusal(compressed(codec, Buffer.alloc(64 * maxMessageBytes + 1), 1), { maxMessageBytes });
    expect(refused).toMatchObject({ error: 'MESSAGE_TOO_LARGE' });
    expect(refused!.message).toContain('holds more than');
    expect(refusal(batchOf(['x'.repeat(500)], { compression: codec }))).toBeUndefined();
  },
);

it('lz4 of linked blocks is refused, which Java cannot read', () => {
  const batch = batchOf(['x'.repeat(500)], { compression: 'lz4' });
  batch.writeUInt8(batch[65]! & ~0x20, 65);
  updateCrc(batch);
  expect(refusal(batch)).toMatchObject({ error: 'UNKNOWN_SERVER_ERROR' });
});
