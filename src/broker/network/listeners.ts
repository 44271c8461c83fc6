/** All listeners of the broker. They open before the broker does, so that a port that cannot be had is known at once. */
import type { AdvertisedEndpoint } from './endpoint.ts';
import { Listener, type ListenerOptions } from './listener.ts';

export class Listeners {
  private readonly all: readonly Listener[];

  private constructor(all: readonly Listener[]) {
    this.all = all;
  }

  /** Failure when one cannot listen; then none does. */
  static async open(
    endpoints: readonly AdvertisedEndpoint[],
    optionsOf: (endpoint: AdvertisedEndpoint) => ListenerOptions,
  ): Promise<Listeners> {
    const opened: Listener[] = [];
    try {
      for (const endpoint of endpoints) opened.push(await Listener.open(optionsOf(endpoint)));
    } catch (error) {
      await new Listeners(opened).close();
      throw error;
    }
    return new Listeners(opened);
  }

  /** As server.properties would have them, with the ports that the system chose. */
  get endpoints(): readonly AdvertisedEndpoint[] {
    return this.all.map(({ endpoint, advertised }) => ({ ...endpoint, advertised }));
  }

  get connectionCount(): number {
    return this.all.reduce((sum, { connectionCount }) => sum + connectionCount, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(listener => listener.close()));
  }
}
