/** Under which codec a received batch is to be stored (compression.type of the topic). */
import { attributes, codecOf, isControl } from '../../protocol/records/batch.ts';
import { type Codec, codecs } from '../../protocol/records/compression.ts';
import type { LogConfig } from './log-config.ts';

/** Undefined when the batch stays as it is. */
export function storedCodec(batch: Buffer, { compressionType }: LogConfig): Codec | undefined {
  if (compressionType === 'producer') return undefined;
  const flags = attributes(batch);
  const target = compressionType === 'uncompressed' ? 'none' : compressionType;
  return codecs[codecOf(flags)] === target || isControl(flags) ? undefined : target;
}
