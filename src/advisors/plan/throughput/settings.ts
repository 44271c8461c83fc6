/** The producer settings that follow. Pure. */
import { bytes, rate, time } from '../figure.ts';
import type { Setting } from '../plan.ts';
import type { Reckoned, ThroughputQuestion } from './question.ts';

const MIB = 1_048_576;
const DEFAULT_BUFFER = 33_554_432;

export function throughputSettings(question: ThroughputQuestion, found: Reckoned): Setting[] {
  const { codec, codecs, stallMs } = question;
  const buffer = Math.max(DEFAULT_BUFFER, Math.ceil(found.bufferBytes / MIB) * MIB);
  const tried = codecs.find(result => result.codec === codec);
  const setting = (key: string, value: string | number, byDefault: string, why: string): Setting => ({
    of: 'producer',
    key,
    value: String(value),
    byDefault,
    why,
  });
  return [
    setting('batch.size', found.batchBytes, '16384', `fills in ${time(found.fillMs)}`),
    setting(
      'linger.ms',
      found.lingerMs,
      '5',
      'long enough for a batch, no longer than a record may wait; 5 since 4.0, 0 before',
    ),
    setting(
      'buffer.memory',
      buffer,
      String(DEFAULT_BUFFER),
      `${bytes(found.bufferBytes)} needed; rides out ${time(stallMs)} without acknowledgements`,
    ),
    setting(
      'compression.type',
      codec,
      'none',
      tried === undefined
        ? 'lz4 costs little; zstd is smaller; name --topic to try them on its records'
        : `${Number(tried.ratio.toPrecision(2))}× smaller, at ${rate(tried.bytesPerSec)} in one thread here; topics keep it with compression.type=producer`,
    ),
    setting(
      'max.in.flight.requests.per.connection',
      5,
      '5',
      'more is refused with idempotence, fewer waits for the round trip',
    ),
    setting('acks', 'all', 'all', 'with batches it costs latency, hardly throughput'),
    setting('enable.idempotence', 'true', 'true', 'retries neither repeat nor reorder'),
  ];
}
