/** How one member fetches and polls: the poll's budget, the memory of its fetches, session and heartbeat. Pure. */

import { bytes, count, time } from '../figure.ts';
import { atMost, type Claim, type Limit, type Setting, type Step } from '../plan.ts';
import type { ConsumersQuestion } from './question.ts';

/** ConsumerConfig, Kafka 4.x. */
const byDefault = {
  maxPollRecords: 500,
  maxPollIntervalMs: 300_000,
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 3_000,
  fetchMaxBytes: 52_428_800,
  maxPartitionFetchBytes: 1_048_576,
  fetchMaxWaitMs: 500,
} as const;

/** A poll shall take no more than this share of max.poll.interval.ms: a pause of the collector or a slow database must fit in, too. */
const POLL_SHARE = 0.5;
/** A broker whose file says nothing refuses sessions outside of these (GroupCoordinatorConfig). */
const SESSION_MS = { least: 6_000, most: 1_800_000 };
/** Waiting for a fuller fetch pays off below this much a wait. */
const SMALL_FETCH_BYTES = 65_536;

const CONFIG = 'Kafka documentation, consumer configuration (ConsumerConfig)';
const POLL = 'KafkaConsumer, "Detecting consumer failures"';

export function fetchAndPoll(question: ConsumersQuestion, members: number) {
  return {
    steps: stepsOf(question, members),
    limits: limitsOf(question),
    settings: settingsOf(question, members),
    claims,
  };
}

const partitionsEach = ({ partitions }: ConsumersQuestion, members: number) => Math.ceil(partitions / members);

/** The most that a member may hold of fetched records: each broker answers up to fetch.max.bytes, each partition up to its own bound. */
function fetchedBytes(question: ConsumersQuestion, members: number): number {
  const ofPartitions = partitionsEach(question, members) * byDefault.maxPartitionFetchBytes;
  return Math.min(ofPartitions, byDefault.fetchMaxBytes * question.brokers);
}

/** A member asks each broker that leads a partition of its own. */
const fetchedFrom = (question: ConsumersQuestion, members: number): number =>
  Math.min(question.brokers, partitionsEach(question, members));

/** What arrives for one fetch while it may wait, when the group has caught up. */
const bytesInOneWait = (question: ConsumersQuestion, members: number): number =>
  (question.arrivalPerSec / members / fetchedFrom(question, members)) *
  question.recordBytes *
  (byDefault.fetchMaxWaitMs / 1000);

const recordsInBudget = ({ maxPollIntervalMs, slowRecordMs }: ConsumersQuestion): number =>
  Math.max(1, Math.floor((maxPollIntervalMs * POLL_SHARE) / slowRecordMs));

function stepsOf(question: ConsumersQuestion, members: number): Step[] {
  const { maxPollRecords, slowRecordMs, maxPollIntervalMs, arrivalPerSec, recordBytes } = question;
  const each = partitionsEach(question, members);
  return [
    {
      what: 'slowest poll',
      formula: 'max.poll.records × slow record',
      arithmetic: `${count(maxPollRecords)} × ${time(slowRecordMs)}`,
      value: maxPollRecords * slowRecordMs,
      unit: 'ms',
      source: POLL,
    },
    {
      what: 'records a poll may bring',
      formula: 'max.poll.interval.ms × 50 % / slow record',
      arithmetic: `${time(maxPollIntervalMs)} × 0.5 / ${time(slowRecordMs)}`,
      value: recordsInBudget(question),
      unit: 'count',
      source: `${POLL}; the half is mq's own margin`,
    },
    {
      what: 'memory for fetches',
      formula: 'min(partitions each × max.partition.fetch.bytes, brokers × fetch.max.bytes)',
      arithmetic: `min(${each} × 1 MiB, ${question.brokers} × 50 MiB)`,
      value: fetchedBytes(question, members),
      unit: 'bytes',
      source: CONFIG,
    },
    {
      what: 'bytes in one wait',
      formula: 'arrival / members / brokers × record × fetch.max.wait.ms',
      arithmetic: `${count(arrivalPerSec)} / ${members} / ${fetchedFrom(question, members)} × ${bytes(recordBytes)} × 0.5 s`,
      value: bytesInOneWait(question, members),
      unit: 'bytes',
      source: CONFIG,
    },
  ];
}

function limitsOf(question: ConsumersQuestion): Limit[] {
  const { maxPollRecords, slowRecordMs, maxPollIntervalMs } = question;
  return [
    atMost({
      what: 'slowest poll',
      value: maxPollRecords * slowRecordMs,
      limit: maxPollIntervalMs,
      unit: 'ms',
      source: `max.poll.interval.ms; ${POLL}`,
      advice: `the member is put out of the group in the middle of its work, and others do it again: max.poll.records=${recordsInBudget(question)}, or a longer max.poll.interval.ms`,
    }),
  ];
}

function settingsOf(question: ConsumersQuestion, members: number): Setting[] {
  const { maxPollRecords, maxPollIntervalMs, sessionTimeoutMs, recordBytes } = question;
  const polled = Math.min(Math.max(maxPollRecords, byDefault.maxPollRecords), recordsInBudget(question));
  const fuller = Math.min(bytesInOneWait(question, members) / 2, SMALL_FETCH_BYTES);
  const session = Math.min(Math.max(sessionTimeoutMs, SESSION_MS.least), SESSION_MS.most);
  const setting = (key: string, value: number, standard: number, why: string): Setting => ({
    of: 'consumer',
    key,
    value: String(Math.round(value)),
    byDefault: String(standard),
    why,
  });
  return [
    setting(
      'max.poll.records',
      polled,
      byDefault.maxPollRecords,
      `the slowest poll then takes ${time(polled * question.slowRecordMs)}`,
    ),
    setting(
      'max.poll.interval.ms',
      maxPollIntervalMs,
      byDefault.maxPollIntervalMs,
      'how long the work on one poll may take',
    ),
    setting(
      'max.partition.fetch.bytes',
      byDefault.maxPartitionFetchBytes,
      byDefault.maxPartitionFetchBytes,
      `a fetch brings up to ${count(byDefault.maxPartitionFetchBytes / recordBytes)} records of a partition, ${bytes(fetchedBytes(question, members))} in all`,
    ),
    setting(
      'fetch.min.bytes',
      fuller >= 1024 ? fuller : 1,
      1,
      fuller >= 1024
        ? 'fewer, fuller fetches; at most what arrives in half of fetch.max.wait.ms, so that nothing waits longer than 250ms'
        : 'too little arrives for fuller fetches',
    ),
    setting(
      'session.timeout.ms',
      session,
      byDefault.sessionTimeoutMs,
      "how long a dead member goes unnoticed; brokers allow 6s to 30m. With group.protocol=consumer it is the brokers' group.consumer.session.timeout.ms",
    ),
    setting(
      'heartbeat.interval.ms',
      Math.min(byDefault.heartbeatIntervalMs, session / 3),
      byDefault.heartbeatIntervalMs,
      'at most a third of the session, so that one lost heartbeat ends nothing',
    ),
  ];
}

const claims: readonly Claim[] = [
  {
    place: 'S2:Q41',
    says: 'raise fetch.max.bytes (50 MiB) and max.poll.records (500) for consumer throughput.',
    today:
      'both defaults are still so. More bytes help only a member that waits for the network; more records a poll help only where the work is done in batches, and every record more is time against max.poll.interval.ms.',
    source: CONFIG,
  },
  {
    place: 'S2:Q38',
    says: 'a member that does not finish a batch within 5 minutes loses its partitions, and the batch is consumed twice.',
    today:
      'right for the Java client: max.poll.interval.ms=300000, with heartbeats from a thread of their own since 0.10.1.',
    source: 'Kafka upgrade notes 0.10.1 (KIP-62)',
  },
  {
    place: 'S0:L467',
    says: 'slow work exceeds the session timeout of 30 s.',
    today:
      'the session is 45 s since 3.0 (KIP-735) and slow work does not touch it in Java; in kafkajs it does, for it sends no heartbeat while a handler runs (30 s there).',
    source: 'Kafka upgrade notes 3.0.0; kafkajs issue 447',
  },
];
