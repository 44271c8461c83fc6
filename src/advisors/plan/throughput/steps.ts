/** The arithmetic of a throughput plan, step by step. Pure. */
import { bytes, count, rate, time } from '../figure.ts';
import type { Step } from '../plan.ts';
import { IN_FLIGHT, REQUEST_BYTES, type Reckoned, type ThroughputQuestion } from './question.ts';

const CONFIG = 'Kafka documentation, producer configuration (ProducerConfig)';
const BATCHING = `${CONFIG}: a batch leaves when it is full or linger.ms is over`;

export function throughputSteps(question: ThroughputQuestion, found: Reckoned): Step[] {
  const { targetBytesPerSec, compressionRatio, partitions, brokers, ackMs, stallMs, instances } = question;
  const { wireBytesPerSec, flowBytesPerSec, batchBytes, fillMs, lingerMs, sentBatchBytes } = found;
  const ofInstance = wireBytesPerSec / found.instances;
  const ratio = Number(compressionRatio.toPrecision(3));
  return [
    {
      what: 'on the wire',
      formula: 'target / compression',
      arithmetic: `${rate(targetBytesPerSec)} / ${ratio}`,
      value: wireBytesPerSec,
      unit: 'bytes/s',
      source: CONFIG,
    },
    ...(instances === undefined
      ? [
          {
            what: 'instances',
            formula: 'on the wire / one producer',
            arithmetic: `${rate(wireBytesPerSec)} / ${rate(found.producerBytesPerSec)}, rounded up`,
            value: found.instances,
            unit: 'count',
            source: 'first operations document, line 204: more producers',
          } as const,
        ]
      : []),
    {
      what: 'into one partition',
      formula: 'on the wire / instances / partitions',
      arithmetic: `${rate(wireBytesPerSec)} / ${found.instances} / ${partitions}`,
      value: flowBytesPerSec,
      unit: 'bytes/s',
      source: 'keys spread alike',
    },
    {
      what: 'a batch fills in',
      formula: 'batch.size / into one partition',
      arithmetic: `${bytes(batchBytes)} / ${rate(flowBytesPerSec)}`,
      value: fillMs,
      unit: 'ms',
      source: BATCHING,
    },
    {
      what: 'linger.ms',
      formula: 'min(a batch fills in, a record may wait)',
      arithmetic: `min(${time(fillMs)}, ${time(question.lingerBudgetMs)})`,
      value: lingerMs,
      unit: 'ms',
      source: BATCHING,
    },
    {
      what: 'a batch as sent',
      formula: 'min(batch.size, into one partition × linger.ms)',
      arithmetic: `min(${bytes(batchBytes)}, ${rate(flowBytesPerSec)} × ${time(lingerMs)})`,
      value: sentBatchBytes,
      unit: 'bytes',
      source: BATCHING,
    },
    {
      what: 'batches',
      formula: 'on the wire / a batch as sent',
      arithmetic: `${rate(wireBytesPerSec)} / ${bytes(sentBatchBytes)}`,
      value: found.batchesPerSec,
      unit: 'batches/s',
      source: 'arithmetic; one request may carry a batch of each partition',
    },
    {
      what: 'in flight allows',
      formula: 'brokers × max.in.flight × request / acknowledgement',
      arithmetic: `${Math.min(brokers, partitions)} × ${IN_FLIGHT} × min(${bytes(REQUEST_BYTES)}, ${bytes(batchBytes)} × ${count(Math.max(1, partitions / brokers))} partitions) / ${time(ackMs)}`,
      value: found.inFlightBytesPerSec,
      unit: 'bytes/s',
      source: `${CONFIG}: max.in.flight.requests.per.connection=5, max.request.size=1048576; batches fill while requests are under way`,
    },
    {
      what: 'buffer.memory',
      formula: 'max(partitions × batch.size, instance × (linger + ack)) + instance × stall',
      arithmetic: `max(${partitions} × ${bytes(batchBytes)}, ${rate(ofInstance)} × ${time(lingerMs + ackMs)}) + ${rate(ofInstance)} × ${time(stallMs)}`,
      value: found.bufferBytes,
      unit: 'bytes',
      source: `${CONFIG}: a full buffer blocks send() for max.block.ms (60 s), then it throws`,
    },
  ];
}
