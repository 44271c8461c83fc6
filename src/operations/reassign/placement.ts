/**
 * Where the replicas of a topic shall be: as few moves as it takes to have the right number of replicas, on brokers that may have them, spread over
 * racks and evenly over brokers. Pure. What it does in turn: drop what may not stay, spread over racks, fill up or trim, even out, even out leaders.
 */
import { spreadLeaders } from './leaders.ts';

export interface Place {
  readonly nodeId: number;
  readonly rack: string | null;
}

export interface PlacementOrder {
  /** By partition; the preferred leader first. */
  readonly current: readonly (readonly number[])[];
  /** Where replicas may come to. */
  readonly targets: readonly Place[];
  /** Where else replicas may stay: brokers that are not there just now. */
  readonly mayStay: readonly number[];
  /** That of each partition when left out. */
  readonly replicationFactor?: number | undefined;
  /** Replicas of other topics, by broker: decides between brokers that are even for this topic. */
  readonly load: ReadonlyMap<number, number>;
}

export function place(order: PlacementOrder): number[][] {
  const board = new Board(order);
  for (const [partition, replicas] of order.current.entries()) {
    board.spreadOverRacks(partition);
    board.resize(partition, order.replicationFactor ?? replicas.length);
  }
  board.evenOut();
  return spreadLeaders(
    board.partitions,
    order.targets.map(({ nodeId }) => nodeId),
  );
}

class Board {
  readonly partitions: number[][];
  private readonly targets: readonly number[];
  private readonly rackOf: ReadonlyMap<number, string | null>;
  private readonly load: ReadonlyMap<number, number>;
  private readonly count = new Map<number, number>();

  constructor({ current, targets, mayStay, load }: PlacementOrder) {
    this.targets = targets.map(({ nodeId }) => nodeId);
    // A rack that is not known for all brokers is not gone by (Kafka: AdminUtils.assignReplicasToBrokers).
    const areKnown = targets.every(({ rack }) => rack !== null);
    this.rackOf = new Map(targets.map(({ nodeId, rack }) => [nodeId, areKnown ? rack : null]));
    this.load = load;
    const allowed = new Set([...this.targets, ...mayStay]);
    this.partitions = current.map(replicas => replicas.filter(broker => allowed.has(broker)));
    for (const broker of this.partitions.flat()) this.add(broker, 1);
  }

  /** While another rack with room for one has two replicas less, the last one of the fullest rack goes there. */
  spreadOverRacks(partition: number): void {
    const replicas = this.partitions[partition]!;
    for (;;) {
      const to = this.bestFor(replicas);
      const from = replicas.findLast(
        broker => to !== undefined && this.inRack(replicas, broker) >= this.inRack(replicas, to) + 2,
      );
      if (to === undefined || from === undefined) return;
      this.move(replicas, from, to);
    }
  }

  resize(partition: number, size: number): void {
    const replicas = this.partitions[partition]!;
    while (replicas.length > size) {
      const crowd = (broker: number) => this.inRack(replicas, broker);
      const [goes] = replicas.slice(1).sort((a, b) => crowd(b) - crowd(a) || this.of(b) - this.of(a));
      replicas.splice(replicas.indexOf(goes!), 1);
      this.add(goes!, -1);
    }
    while (replicas.length < size) {
      const to = this.bestFor(replicas);
      if (to === undefined) throw new Error(`${size} replicas do not fit on ${this.targets.length} brokers`);
      replicas.push(to);
      this.add(to, 1);
    }
  }

  /** Moves one replica after the other from a broker to one that has at least two less, never worse for racks. */
  evenOut(): void {
    while (this.moveOne());
  }

  private moveOne(): boolean {
    const byCount = [...this.targets].sort((a, b) => this.of(a) - this.of(b) || a - b);
    for (const from of byCount.toReversed()) {
      for (const to of byCount) {
        if (this.of(from) - this.of(to) < 2) break;
        const movable = this.partitions.filter(replicas => this.mayMove(replicas, from, to));
        const chosen = movable.find(replicas => replicas[0] !== from) ?? movable[0];
        if (chosen === undefined) continue;
        this.move(chosen, from, to);
        return true;
      }
    }
    return false;
  }

  private mayMove(replicas: readonly number[], from: number, to: number): boolean {
    if (!replicas.includes(from) || replicas.includes(to)) return false;
    return this.isSameRack(from, to) || this.inRack(replicas, to) < this.inRack(replicas, from);
  }

  /** In the rack that has the fewest of them, the broker with the fewest of the topic, then of all. */
  private bestFor(replicas: readonly number[]): number | undefined {
    const weight = (broker: number) => [this.inRack(replicas, broker), this.of(broker), this.loadOf(broker), broker];
    const free = this.targets.filter(broker => !replicas.includes(broker));
    return free.sort((a, b) => compare(weight(a), weight(b)))[0];
  }

  private inRack(replicas: readonly number[], broker: number): number {
    return replicas.filter(other => this.isSameRack(other, broker)).length;
  }

  /** Without a rack a broker is one of its own. */
  private isSameRack(a: number, b: number): boolean {
    const rack = this.rackOf.get(a) ?? null;
    return a === b || (rack !== null && rack === this.rackOf.get(b));
  }

  private move(replicas: number[], from: number, to: number): void {
    replicas[replicas.indexOf(from)] = to;
    this.add(from, -1);
    this.add(to, 1);
  }

  private of = (broker: number): number => this.count.get(broker) ?? 0;
  private loadOf = (broker: number): number => this.of(broker) + (this.load.get(broker) ?? 0);
  private add(broker: number, change: number): void {
    this.count.set(broker, this.of(broker) + change);
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
