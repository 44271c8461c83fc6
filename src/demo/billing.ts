/**
 * The consuming side of the demo: members of a group that book orders. Each reads an order, adds it to the customer's account, and
 * waits for a payment provider that takes a few orders at a time: so one member gets through a fixed number a second, as real ones do.
 */
import type { Cluster } from '../kafka/cluster.ts';
import { KafkaError } from '../kafka/error.ts';
import { joinGroup } from '../kafka/member.ts';
import { wholeBatches } from '../protocol/records/batch.ts';
import { RecordCursor } from '../protocol/records/cursor.ts';

/** The provider takes so many orders in a call, and so long for it. */
const ORDERS_PER_CALL = 50;
const CALL_MS = 50;
export const ORDERS_PER_SEC = (ORDERS_PER_CALL * 1000) / CALL_MS;

export interface Ledger {
  orders: number;
  /** By customer; what billing is for. */
  readonly cents: Map<number, number>;
  /** Customers whose orders came in another order than they were made. */
  readonly disordered: Set<number>;
}

export const newLedger = (): Ledger => ({ orders: 0, cents: new Map(), disordered: new Set() });

export interface Department {
  readonly group: string;
  readonly topic: string;
  readonly members: number;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** Runs the members until the signal; resolves when all have left. Throws KafkaError. */
export async function bill(cluster: Cluster, department: Department): Promise<void> {
  const latest = new Map<number, number>();
  await Promise.all(Array.from({ length: department.members }, () => member(cluster, department, latest)));
}

async function member(
  cluster: Cluster,
  { group, topic, ledger, signal }: Department,
  latest: Map<number, number>,
): Promise<void> {
  const cursor = new RecordCursor();
  let inCall = 0;
  try {
    for await (const chunk of joinGroup(cluster, { group, topic, from: 'earliest', signal })) {
      for (const at of wholeBatches(chunk.records)) {
        cursor.open(chunk.records, at);
        while (cursor.next()) {
          if (cursor.offset < chunk.fromOffset || cursor.offset >= chunk.nextOffset) continue;
          book(ledger, latest, JSON.parse(cursor.value()!.toString()));
          const { offset } = cursor;
          if (++inCall < ORDERS_PER_CALL) continue;
          inCall = 0;
          await new Promise(resolve => setTimeout(resolve, CALL_MS));
          chunk.handled(offset + 1);
          if (signal.aborted) return;
        }
      }
      chunk.handled(chunk.nextOffset);
    }
  } catch (error) {
    if (!(signal.aborted && error instanceof KafkaError && error.code === 'ABORTED')) throw error;
  }
}

function book(
  ledger: Ledger,
  latest: Map<number, number>,
  order: { order: number; customer: number; quantity: number; cents: number },
): void {
  ledger.orders++;
  ledger.cents.set(order.customer, (ledger.cents.get(order.customer) ?? 0) + order.quantity * order.cents);
  if (order.order < (latest.get(order.customer) ?? -1)) ledger.disordered.add(order.customer);
  latest.set(order.customer, order.order);
}
