/**
 * Moves in batches, so that some have arrived when somebody stops it, and brokers are not asked for everything at once. As many as Cruise Control
 * lets a broker receive at a time (num.concurrent.partition.movements.per.broker). Pure.
 */
import { comingTo, type Move } from './moves.ts';

const MOST_PER_BROKER = 10;

/** In order; what only changes the order of replicas costs nothing. */
export function batchesOf(moves: readonly Move[]): Move[][] {
  const batches: Move[][] = [];
  let receives = new Map<number, number>();
  for (const move of moves) {
    const isFull = comingTo(move).some(broker => (receives.get(broker) ?? 0) >= MOST_PER_BROKER);
    if (batches.length === 0 || isFull) {
      batches.push([]);
      receives = new Map();
    }
    for (const broker of comingTo(move)) receives.set(broker, (receives.get(broker) ?? 0) + 1);
    batches.at(-1)!.push(move);
  }
  return batches;
}
