/** Open connections over all listeners, and how many each host has. */
export class ConnectionCounts {
  private readonly perHost = new Map<string, number>();
  private lastId = 0;
  private total = 0;

  get all(): number {
    return this.total;
  }

  ofHost(host: string): number {
    return this.perHost.get(host) ?? 0;
  }

  /** An id that no other connection has had. */
  nextId(): number {
    return ++this.lastId;
  }

  open(host: string): void {
    this.total++;
    this.perHost.set(host, this.ofHost(host) + 1);
  }

  close(host: string): void {
    this.total--;
    const left = this.ofHost(host) - 1;
    if (left > 0) this.perHost.set(host, left);
    else this.perHost.delete(host);
  }
}
