/** Who asks, as far as the coordinator wants to know. */
export interface RequestContext {
  readonly clientId: string;
  /** The address as Kafka shows it in DescribeGroups: with a leading slash, `/127.0.0.1`. */
  readonly clientHost: string;
  readonly apiVersion: number;
  /** Which topics the client may see; all of them when left out. */
  readonly mayDescribe?: (topic: string) => boolean;
}
