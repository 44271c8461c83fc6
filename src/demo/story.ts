/**
 * The demo's story, on whichever broker it is given: a narrow topic, a group that falls behind, the planner's measured answer, a drain
 * into a wide topic, billing that catches up there, a replay by time. Every number in it is measured while it runs.
 */
import { randomBytes } from 'node:crypto';
import { measureRates } from '../advisors/plan/measure/partition-rates.ts';
import { sampleGroup, type WatchedGroup } from '../advisors/plan/observe/sample-group.ts';
import { kafkaDefaults } from '../advisors/plan/partitions/costs.ts';
import { type PartitionsPlan, planPartitions } from '../advisors/plan/partitions/partitions.ts';
import { createTopics } from '../kafka/admin/topics.ts';
import type { Cluster } from '../kafka/cluster.ts';
import { listOffsets } from '../kafka/offsets.ts';
import { count } from '../lib/counted.ts';
import { describeGroupLag } from '../operations/groups.ts';
import { collectEvidence } from '../relay/drain/collect.ts';
import { openDrain } from '../relay/drain/open.ts';
import { planDrain } from '../relay/drain/plan.ts';
import { runRelay, verifyRelay } from '../relay/relay.ts';
import { collectReplay } from '../relay/replay/collect.ts';
import { planReplay, type ReplayRow } from '../relay/replay/plan.ts';
import { commitsOf, requireEmpty, setCommits } from '../relay/replay/rewind.ts';
import type { TicketDirectory } from '../relay/ticket.ts';
import type { Verdict } from '../relay/verify.ts';
import { bill, type Ledger, newLedger, ORDERS_PER_SEC } from './billing.ts';
import { sell } from './shop.ts';

export const TOPIC = 'orders';
export const WIDE = 'orders-wide';
export const GROUP = 'billing';
export const WIDE_GROUP = 'billing-wide';
const NARROW_PARTITIONS = 2;
const SELL_PER_SEC = 12_000;
const SELL_SECONDS = 8;
const CATCH_UP_SECONDS = 25;

/** Where the story is told: a terminal, or nowhere. */
export interface Stage {
  chapter(title: string): void;
  say(line: string): void;
  /** Runs work that reports how far it is. */
  step<T>(
    title: string,
    work: (report: (progress: { done: number; total?: number; unit: string; bytes?: number }) => void) => Promise<T>,
  ): Promise<T>;
  readonly signal: AbortSignal;
}

export interface StoryResult {
  readonly sold: number;
  readonly billedMeanwhile: number;
  readonly backlog: number;
  readonly plan: PartitionsPlan;
  readonly verification: Verdict;
  readonly billedWide: number;
  readonly disorderedCustomers: number;
  readonly replay: readonly ReplayRow[];
}

/** Throws KafkaError, and what the signal's reason is when it is aborted. */
export async function tellStory(cluster: Cluster, stage: Stage, tickets: TicketDirectory): Promise<StoryResult> {
  const { sold, ledger, watched } = await fallBehind(cluster, stage);
  const plan = await planFor(cluster, stage, sold.bytes / SELL_SECONDS, watched);
  const { verification, backlog } = await drain(cluster, stage, tickets, plan.recommendation.partitions);
  const wide = await catchUp(cluster, stage, plan.recommendation.partitions, backlog);
  const replay = await rewind(cluster, stage);
  return {
    sold: sold.orders,
    billedMeanwhile: ledger.orders,
    backlog,
    plan,
    verification,
    billedWide: wide.orders,
    disorderedCustomers: wide.disordered.size,
    replay,
  };
}

async function fallBehind(cluster: Cluster, stage: Stage) {
  stage.chapter(`A topic of ${NARROW_PARTITIONS} partitions, and a group that falls behind`);
  await createTopics(cluster, [{ name: TOPIC, partitions: NARROW_PARTITIONS }]);
  const ledger = newLedger();
  const closing = new AbortController();
  const billing = bill(cluster, {
    group: GROUP,
    topic: TOPIC,
    members: NARROW_PARTITIONS,
    ledger,
    signal: AbortSignal.any([closing.signal, stage.signal]),
  });
  let watched: Promise<WatchedGroup> | undefined;
  const sold = await stage.step(`Selling ${count(SELL_PER_SEC)} orders a second`, report =>
    sell(cluster, {
      topic: TOPIC,
      partitions: NARROW_PARTITIONS,
      ordersPerSec: SELL_PER_SEC,
      seconds: SELL_SECONDS,
      signal: stage.signal,
      onSold(orders, bytes) {
        report({ done: orders, total: SELL_PER_SEC * SELL_SECONDS, unit: 'orders', bytes });
        // Once billing is at work and behind: watch what it commits.
        if (orders > SELL_PER_SEC * 3)
          watched ??= sampleGroup(cluster, { group: GROUP, topic: TOPIC, seconds: 4, signal: stage.signal });
      },
    }),
  );
  const rate = await watched!;
  closing.abort();
  await billing;
  stage.signal.throwIfAborted();
  const { totalLag } = await describeGroupLag(cluster, GROUP);
  stage.say(
    `${NARROW_PARTITIONS} members, as many as the topic feeds, booked ${number(ledger.orders)} of ${number(sold.orders)} orders: each waits for a payment provider.`,
  );
  stage.say(`Group ${GROUP} is ${number(totalLag ?? 0)} orders behind.`);
  return { sold, ledger, watched: rate };
}

async function planFor(
  cluster: Cluster,
  stage: Stage,
  targetBytesPerSec: number,
  watched: WatchedGroup,
): Promise<PartitionsPlan> {
  stage.chapter('How many partitions it takes');
  const { producerBytesPerSec } = await stage.step('Measuring what one partition takes (Tp)', report =>
    measureRates(cluster, {
      topic: `mq-measure-${randomBytes(4).toString('hex')}`,
      replicationFactor: 1,
      recordBytes: Math.round(watched.recordBytes),
      seconds: 1,
      maxBytes: 50_000_000,
      signal: stage.signal,
      onBytes: bytes => report({ done: bytes, unit: 'bytes', bytes }),
    }),
  );
  const plan = planPartitions({
    targetBytesPerSec,
    producerBytesPerSec,
    consumerBytesPerSec: watched.consumerBytesPerSec,
    growth: 1,
    brokers: 1,
    replicationFactor: 1,
    recordBytes: watched.recordBytes,
    topic: { name: TOPIC, partitions: NARROW_PARTITIONS },
    group: GROUP,
    others: undefined,
    storage: kafkaDefaults,
  });
  stage.say(
    `A member of ${GROUP} got through ${number(watched.consumerRecordsPerSec)} orders a second while it lagged: that is Tc.`,
  );
  stage.say(`The document's rule   Tt / max(Tp, Tc):      ${plan.document.arithmetic}`);
  stage.say(`The rule that holds   max(Tt / Tp, Tt / Tc): ${plan.corrected.arithmetic}`);
  stage.say(`With the document's answer: ${plan.document.consequence}.`);
  return plan;
}

async function drain(cluster: Cluster, stage: Stage, tickets: TicketDirectory, partitions: number) {
  stage.chapter(`The backlog moves to a topic of ${partitions} partitions`);
  const evidence = await collectEvidence(cluster, { topic: TOPIC, group: GROUP, target: WIDE });
  const nullKey = 'spread';
  const plan = planDrain(evidence, {
    target: WIDE,
    create: true,
    partitions,
    replicationFactor: 1,
    nullKey,
    shadow: false,
  });
  const about = { clusterId: evidence.clusterId, topic: TOPIC, group: GROUP, nullKey } as const;
  const ticket = await openDrain(cluster, plan, about, tickets);
  const job = { tickets, signal: stage.signal };
  const moved = await stage.step(`Moving ${TOPIC} → ${WIDE}`, report =>
    runRelay(cluster, ticket, {
      ...job,
      onProgress: ({ offsets, bytes }) => report({ done: offsets, total: plan.records, unit: 'orders', bytes }),
    }),
  );
  stage.signal.throwIfAborted();
  const verification = await verifyRelay(cluster, ticket, job);
  const found = verification.partitions.reduce((sum, { found }) => sum + found, 0);
  stage.say(
    verification.complete && verification.duplicates === 0
      ? `Verified by reading it back: promised ${number(plan.records)}, moved ${number(moved.records)}, found ${number(found)}; order and keys kept.`
      : `Verification failed: promised ${number(plan.records)}, found ${number(found)}, ${verification.duplicates} twice.`,
  );
  return { verification, backlog: moved.records };
}

async function catchUp(cluster: Cluster, stage: Stage, members: number, backlog: number): Promise<Ledger> {
  stage.chapter(`${members} members on ${WIDE}`);
  const ledger = newLedger();
  const done = new AbortController();
  const signal = AbortSignal.any([done.signal, stage.signal]);
  await stage.step(`Group ${WIDE_GROUP} catches up`, async report => {
    const billing = bill(cluster, { group: WIDE_GROUP, topic: WIDE, members, ledger, signal });
    const deadline = performance.now() + CATCH_UP_SECONDS * 1000;
    while (ledger.orders < backlog && performance.now() < deadline && !stage.signal.aborted) {
      await new Promise(resolve => setTimeout(resolve, 100));
      report({ done: ledger.orders, total: backlog, unit: 'orders' });
    }
    done.abort();
    await billing;
  });
  stage.signal.throwIfAborted();
  const { totalLag } = await describeGroupLag(cluster, WIDE_GROUP);
  const speed = `${members} × ${number(ORDERS_PER_SEC)} a second instead of ${NARROW_PARTITIONS} ×`;
  stage.say(
    `Booked ${number(ledger.orders)}, ${speed}; ${number(totalLag ?? 0)} behind; orders out of order for ${ledger.disordered.size} customers.`,
  );
  return ledger;
}

async function rewind(cluster: Cluster, stage: Stage): Promise<readonly ReplayRow[]> {
  stage.chapter('A mistake in the booking: replay the last seconds of sales');
  const fromMs = Date.now() - 60_000;
  await requireEmpty(cluster, WIDE_GROUP, 10_000, stage.signal);
  const newest = await newestTimestamp(cluster, fromMs);
  const asked = newest - 2_000;
  const found = await collectReplay(cluster, { topic: WIDE, group: WIDE_GROUP, fromMs: asked, toMs: undefined });
  const rows = planReplay(found, asked, 'rewind');
  const offsets = rows.flatMap(({ partition, target }) =>
    target === null ? [] : [{ group: WIDE_GROUP, topic: WIDE, partition, offset: target }],
  );
  const before = await commitsOf(
    cluster,
    WIDE_GROUP,
    WIDE,
    offsets.map(({ partition }) => partition),
  );
  await setCommits(cluster, offsets);
  const again = rows.reduce((sum, { records }) => sum + records, 0);
  stage.say(
    `From ${new Date(asked).toISOString()}: ${number(again)} orders will be read again, in ${offsets.length} partitions.`,
  );
  for (const { partition, current, target, outcome } of rows.slice(0, 4))
    stage.say(`  partition ${partition}: ${current} → ${target ?? 'as it is'} (${outcome})`);
  if (rows.length > 4) stage.say(`  … ${rows.length - 4} more`);
  await setCommits(cluster, before);
  stage.say('And undone again from the commits that were kept: a rewind is never a one-way street.');
  return rows;
}

async function newestTimestamp(cluster: Cluster, fallbackMs: number): Promise<number> {
  const { partitions } = await cluster.routes.topic(WIDE);
  const newest = await listOffsets(
    cluster,
    WIDE,
    partitions.map(({ partition }) => ({ partition, at: 'max-timestamp' })),
  );
  return Math.max(fallbackMs, ...newest.map(({ timestampMs }) => timestampMs ?? 0));
}

const number = (value: number): string => count(Math.round(value));
