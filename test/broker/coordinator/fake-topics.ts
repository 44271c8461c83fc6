/** Topics as the group coordinator sees them, to be created, widened and deleted at will. */
import type { TopicsView, TopicView } from '../../../src/broker/coordinator/group/topics-view.ts';

export class FakeTopics implements TopicsView {
  version = 0;
  versionWithNewTopics = 1_000;
  private readonly topics = new Map<string, TopicView>();
  private ids = 0;

  create(name: string, partitionCount: number, topicId = idOf(++this.ids)): void {
    this.versionWithNewTopics++;
    this.put({ name, topicId, partitionCount });
  }

  widen(name: string, partitionCount: number): void {
    this.put({ ...this.topics.get(name)!, partitionCount });
  }

  delete(name: string): void {
    this.version++;
    this.topics.delete(name);
  }

  byName(name: string): TopicView | undefined {
    return this.topics.get(name);
  }

  byId(topicId: string): TopicView | undefined {
    return [...this.topics.values()].find(topic => topic.topicId === topicId);
  }

  names(): Iterable<string> {
    return this.topics.keys();
  }

  private put(topic: TopicView): void {
    this.version++;
    this.topics.set(topic.name, topic);
  }
}

const idOf = (number: number): string => {
  const bytes = Buffer.alloc(16, 1);
  bytes.writeUInt32BE(number, 12);
  return bytes.toString('base64url');
};
