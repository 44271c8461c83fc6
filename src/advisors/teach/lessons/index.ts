// Generated from the files of this folder by `npm run generate`.
import type { Lesson } from '../lesson.ts';
import { queueAndPublishSubscribe } from './s01-queue-and-publish-subscribe.ts';
import { inSyncReplicas } from './s02-in-sync-replicas.ts';
import { highWatermark } from './s03-high-watermark.ts';
import { order } from './s04-order.ts';
import { producer } from './s05-producer.ts';
import { duplicatesAndGaps } from './s06-duplicates-and-gaps.ts';
import { consumerOffsets } from './s07-consumer-offsets.ts';
import { controllerAndElection } from './s08-controller-and-election.ts';
import { replication } from './s09-replication.ts';
import { whyFast } from './s10-why-fast.ts';
import { producerThroughput } from './s11-producer-throughput.ts';
import { uncleanElection } from './s12-unclean-election.ts';
import { consumerGroups } from './s13-consumer-groups.ts';
import { messageFormat } from './s14-message-format.ts';
import { acks } from './s15-acks.ts';
import { readFromFollowers } from './s16-read-from-followers.ts';
import { timingWheel } from './s17-timing-wheel.ts';
import { assignors } from './s18-assignors.ts';
import { rebalance } from './s19-rebalance.ts';
import { compression } from './s20-compression.ts';
import { segmentsAndIndexes } from './s21-segments-and-indexes.ts';
import { retention } from './s22-retention.ts';
import { messageSize } from './s23-message-size.ts';
import { backlog } from './s24-backlog.ts';
import { deadLetters } from './s25-dead-letters.ts';
import { loss } from './s26-loss.ts';
import { duplicates } from './s27-duplicates.ts';
import { globalOrder } from './s28-global-order.ts';
import { delayTopics } from './s29-delay-topics.ts';
import { replay } from './s30-replay.ts';
import { caseStudies } from './s31-case-studies.ts';
import { producerModes } from './s32-producer-modes.ts';
import { partitionSizing } from './s33-partition-sizing.ts';
import { choosingABroker } from './s34-choosing-a-broker.ts';

/** Every system of the documents, by number. */
export const lessons: readonly Lesson[] = [
  queueAndPublishSubscribe,
  inSyncReplicas,
  highWatermark,
  order,
  producer,
  duplicatesAndGaps,
  consumerOffsets,
  controllerAndElection,
  replication,
  whyFast,
  producerThroughput,
  uncleanElection,
  consumerGroups,
  messageFormat,
  acks,
  readFromFollowers,
  timingWheel,
  assignors,
  rebalance,
  compression,
  segmentsAndIndexes,
  retention,
  messageSize,
  backlog,
  deadLetters,
  loss,
  duplicates,
  globalOrder,
  delayTopics,
  replay,
  caseStudies,
  producerModes,
  partitionSizing,
  choosingABroker,
];
