/** What a cluster or a topic is for; thresholds, severities and templates depend on it. */
export const profiles = ['log', 'messaging', 'ordered', 'latency'] as const;
export type Profile = (typeof profiles)[number];
