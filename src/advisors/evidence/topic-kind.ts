/** What topics are, by the conventions of those who make them. */

/** Kafka's own and those of tools that follow it: their settings are not the operator's. */
export const isInternal = (topic: string): boolean => topic.startsWith('__');

/** Kafka Streams deletes the records of these itself once they are read, and so keeps them without limit (RepartitionTopicConfig). */
export const isRepartition = (topic: string): boolean => topic.endsWith('-repartition');

/** Kafka Streams makes these for its stores, with settings that follow from windows and joins (WindowedChangelogTopicConfig). */
export const isChangelog = (topic: string): boolean => topic.endsWith('-changelog');
