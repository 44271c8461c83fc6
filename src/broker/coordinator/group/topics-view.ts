/** What the group coordinator sees of the topics (the part of Kafka's MetadataImage that it reads). */

export interface TopicView {
  readonly topicId: string;
  readonly name: string;
  readonly partitionCount: number;
}

export interface TopicsView {
  /** Changes whenever a topic is created, widened or deleted. */
  readonly version: number;
  /** Grows when topics are created, also from one start of the broker to the next. */
  readonly versionWithNewTopics: number;
  byName(name: string): TopicView | undefined;
  byId(topicId: string): TopicView | undefined;
  names(): Iterable<string>;
}

export const noTopics: TopicsView = {
  version: 0,
  versionWithNewTopics: 0,
  byName: () => undefined,
  byId: () => undefined,
  names: () => [],
};
