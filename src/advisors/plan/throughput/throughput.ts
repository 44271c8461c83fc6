/**
 * Producer parameters for a target: batch.size and linger.ms that go together, buffer.memory that rides out an election, compression that pays,
 * and how many instances it takes. Pure; rates are bytes a second, "on the wire" after compression.
 */

import { counted, rate } from '../figure.ts';
import type { SweepRow } from '../measure/batch-sweep.ts';
import type { CodecResult } from '../observe/codec-trial.ts';
import { atMost, type Limit, type Plan, requirePositive } from '../plan.ts';
import { throughputClaims } from './claims.ts';
import { IN_FLIGHT, REQUEST_BYTES, type Reckoned, type ThroughputQuestion } from './question.ts';
import { throughputSettings } from './settings.ts';
import { throughputSteps } from './steps.ts';

export interface ThroughputPlan extends Plan, Reckoned {
  readonly codecs: readonly CodecResult[];
  readonly sweep: readonly SweepRow[];
}

const sizes = [16_384, 32_768, 65_536, 131_072, 262_144, 524_288] as const;

/** Throws RangeError when a number is not positive. */
export function planThroughput(question: ThroughputQuestion): ThroughputPlan {
  const { targetBytesPerSec, recordBytes, partitions, brokers, instances, compressionRatio, batchBytes } = question;
  const { codecs, sweep, producerBytesPerSec, ackMs } = question;
  requirePositive({ targetBytesPerSec, recordBytes, partitions, brokers, instances, compressionRatio, batchBytes });
  requirePositive({ producerBytesPerSec, ackMs });
  const found = reckon(question);
  return {
    ...found,
    answer: answerOf(question, found),
    codecs,
    sweep,
    given: givenOf(question, found),
    steps: throughputSteps(question, found),
    limits: limitsOf(question, found),
    settings: throughputSettings(question, found),
    claims: throughputClaims,
    notes: notesOf(question, found),
    next: nextOf(question),
  };
}

function reckon(question: ThroughputQuestion): Reckoned {
  const { compressionRatio, recordBytes, partitions, brokers, ackMs, stallMs, lingerBudgetMs } = question;
  const wireBytesPerSec = question.targetBytesPerSec / compressionRatio;
  const { batchBytes, producerBytesPerSec, instances } = batchFor(question, wireBytesPerSec);
  const ofInstance = wireBytesPerSec / instances;
  const flowBytesPerSec = ofInstance / partitions;
  const fillMs = (batchBytes / flowBytesPerSec) * 1000;
  const lingerMs = Math.min(lingerBudgetMs, Math.ceil(fillMs));
  const collected = (flowBytesPerSec * lingerMs) / 1000;
  const sentBatchBytes = Math.min(batchBytes, Math.max(recordBytes / compressionRatio, collected));
  const inRequest = Math.min(REQUEST_BYTES, batchBytes * Math.max(1, partitions / brokers)); // full ones, for they fill while they wait
  const underWay = (ofInstance * (lingerMs + ackMs)) / 1000;
  return {
    wireBytesPerSec,
    instances,
    producerBytesPerSec,
    flowBytesPerSec,
    batchBytes,
    fillMs,
    lingerMs,
    sentBatchBytes,
    batchesPerSec: wireBytesPerSec / sentBatchBytes,
    inFlightBytesPerSec: (Math.min(brokers, partitions) * IN_FLIGHT * inRequest * 1000) / ackMs,
    bufferBytes: Math.max(partitions * batchBytes, underWay) + (ofInstance * stallMs) / 1000,
  };
}

/**
 * The batch with which the fewest instances carry the target; of such the largest that fills while a record may wait, else the smallest. None
 * larger than pays off in the sweep. Where a producer falls behind, batches go on filling while requests are under way.
 */
function batchFor(question: ThroughputQuestion, wireBytesPerSec: number) {
  const { sweep, partitions, lingerBudgetMs } = question;
  const best = Math.max(...sweep.map(row => row.bytesPerSec));
  const most = sweep.find(row => row.bytesPerSec >= best * 0.9)?.batchBytes ?? Number.POSITIVE_INFINITY;
  const withBatch = (batchBytes: number) => {
    const measured = sweep.findLast(row => row.batchBytes <= batchBytes) ?? sweep[0];
    const producerBytesPerSec = measured?.bytesPerSec ?? question.producerBytesPerSec;
    const instances = question.instances ?? Math.ceil(wireBytesPerSec / producerBytesPerSec);
    const fillMs = (batchBytes * partitions * instances * 1000) / wireBytesPerSec;
    return { batchBytes, producerBytesPerSec, instances, fillMs };
  };
  if (question.batchBytes !== undefined) return withBatch(question.batchBytes);
  const options = sizes.filter(size => size <= most).map(withBatch);
  const fewest = Math.min(...options.map(({ instances }) => instances));
  const enough = options.filter(({ instances }) => instances === fewest);
  return enough.findLast(({ fillMs }) => fillMs <= lingerBudgetMs) ?? enough[0] ?? withBatch(sizes[0]);
}

function answerOf({ codec }: ThroughputQuestion, { instances, batchBytes, lingerMs }: Reckoned): string {
  return `${instances} producer${instances === 1 ? '' : 's'} with batch.size=${batchBytes}, linger.ms=${lingerMs}, compression.type=${codec}`;
}

function givenOf(question: ThroughputQuestion, { producerBytesPerSec }: Reckoned): Plan['given'] {
  const { targetBytesPerSec, recordBytes, partitions, brokers, compressionRatio, codec, ackMs, how } = question;
  return [
    { what: 'target', value: targetBytesPerSec, unit: 'bytes/s', how: 'given, before compression' },
    { what: 'record', value: recordBytes, unit: 'bytes', how: how.record },
    {
      what: 'partitions',
      value: partitions,
      unit: 'count',
      how: `led by ${brokers} broker${brokers === 1 ? '' : 's'}`,
    },
    { what: 'one producer', value: producerBytesPerSec, unit: 'bytes/s', how: how.producer },
    { what: 'compression', value: compressionRatio, unit: 'factor', how: `${codec}; ${how.ratio}` },
    { what: 'acknowledgement', value: ackMs, unit: 'ms', how: how.ack },
    { what: 'a record may wait', value: question.lingerBudgetMs, unit: 'ms', how: 'for its batch' },
  ];
}

function limitsOf({ instances }: ThroughputQuestion, found: Reckoned): Limit[] {
  const { producerBytesPerSec } = found;
  const ofInstance = found.wireBytesPerSec / found.instances;
  const limits = [
    atMost({
      what: 'of one instance, in flight',
      value: ofInstance,
      limit: found.inFlightBytesPerSec,
      unit: 'bytes/s',
      source: 'brokers × max.in.flight × request / acknowledgement',
      advice:
        'a larger batch.size, more partitions, or more instances: with so small requests it is the round trip that limits',
    }),
  ];
  if (instances !== undefined)
    limits.push(
      atMost({
        what: 'of one instance',
        value: ofInstance,
        limit: producerBytesPerSec,
        unit: 'bytes/s',
        source: 'what one producer writes',
        advice: `${Math.ceil(found.wireBytesPerSec / producerBytesPerSec)} instances`,
      }),
    );
  return limits;
}

function notesOf(question: ThroughputQuestion, found: Reckoned): string[] {
  const { sweep, partitions, codec, codecs, targetBytesPerSec } = question;
  const notes: string[] = [];
  const codecBytesPerSec = codecs.find(tried => tried.codec === codec)?.bytesPerSec ?? Number.POSITIVE_INFINITY;
  const threads = Math.ceil(targetBytesPerSec / found.instances / codecBytesPerSec);
  if (threads > 1)
    notes.push(
      `${codec} takes ${rate(codecBytesPerSec)} in one thread here, and send() compresses in the thread that calls it: ${counted(threads, 'thread')} in each instance, more instances, or a faster codec.`,
    );
  if (found.sentBatchBytes < found.batchBytes / 2)
    notes.push(
      'Batches leave before they are full: linger.ms decides here, a larger batch.size changes nothing. Fewer partitions or fewer instances fill them better.',
    );
  if (partitions > 1)
    notes.push(
      'Reckoned with keys spread alike. Records without a key fill one partition at a time (KIP-480, KIP-794), so their batches fill sooner.',
    );
  if (sweep.length > 0)
    notes.push(
      "Measured with mq's own producer (Node, one thread, from this machine, random bytes): a Java producer with threads of its own may do more. Compare the sizes, not the sums.",
    );
  return notes;
}

const nextOf = ({ sweep, topic }: ThroughputQuestion): string[] => [
  ...(sweep.length > 0 ? [] : ['the same with -b HOST:PORT --yes to measure batch sizes on a scratch topic']),
  `mq plan partitions --target RATE --topic ${topic ?? 'TOPIC'}`,
  'mq lint FILE… for the files of your producers',
];
