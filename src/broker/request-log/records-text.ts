/** What can be said of record batches without looking at the records: '3 records, 212 bytes, lz4, from offset 40'. */
import { ProtocolError } from '../../protocol/error.ts';
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseOffset,
  codecOf,
  isControl,
  isTransactional,
  magic,
  producerId,
  recordCount,
  wholeBatches,
} from '../../protocol/records/batch.ts';

const codecs = ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'];

export function recordsText(slices: readonly Buffer[]): string {
  const bytes = slices.reduce((sum, { length }) => sum + length, 0);
  if (bytes === 0) return '<no records>';
  let batches = 0;
  let records = 0;
  const notes = new Set<string>();
  try {
    for (const slice of slices)
      for (const at of wholeBatches(slice)) {
        if (magic(slice, at) !== 2 || at + BATCH_HEADER_BYTES > slice.length)
          return `<${bytes} bytes of an older format>`;
        if (batches++ === 0) notes.add(`from offset ${baseOffset(slice, at)}`);
        records += recordCount(slice, at);
        const flags = attributes(slice, at);
        notes.add(codecs[codecOf(flags)] ?? `codec ${codecOf(flags)}`);
        if (isControl(flags)) notes.add('control');
        else if (isTransactional(flags)) notes.add('transactional');
        if (producerId(slice, at) >= 0) notes.add(`producer ${producerId(slice, at)}`);
      }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return `<${bytes} bytes that are no batch>`;
  }
  if (batches === 0) return `<${bytes} bytes, no whole batch>`;
  const counted = `${records} record${records === 1 ? '' : 's'}${batches > 1 ? ` in ${batches} batches` : ''}`;
  return `<${[counted, `${bytes} bytes`, ...[...notes].slice(0, 8)].join(', ')}>`;
}
