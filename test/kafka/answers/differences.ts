/**
 * The differences between the broker's answers and Apache Kafka's that are meant to be, each with its reason. One that no row shows any
 * more fails the run: take it off.
 */
export interface AcceptedDifference {
  /** Matched against 'subject / row / path of the field'. */
  readonly at: RegExp;
  readonly why: string;
}

export const acceptedDifferences: readonly AcceptedDifference[] = [];

/** APIs of Kafka's that the broker does not offer. Anything else that Kafka shows in ApiVersions, the broker shows with the same versions. */
export const NOT_OFFERED: readonly { readonly keys: readonly number[]; readonly why: string }[] = [];
