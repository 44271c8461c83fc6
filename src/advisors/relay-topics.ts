/**
 * Which topics hold dead letters, delay records, or were filled from a narrower one: said in the doctor's settings, else by the names that
 * Spring, Connect, share groups and operators give them.
 */
import { parseDuration } from '../lib/duration.ts';
import type { ClientFile } from './evidence/given.ts';
import type { TopicFacts } from './evidence/topic-facts.ts';
import type { Intents } from './intents.ts';

export interface DeadLetterTopic {
  readonly topic: TopicFacts;
  /** The topic whose records failed; undefined where its name does not say. */
  readonly source: TopicFacts | undefined;
  /** The sinks of Connect that write it, as far as they are known. */
  readonly sinks: readonly ClientFile[];
}

/** 'orders-dlq', 'orders.DLT', 'dlq.orders', 'orders_dead_letters', 'orders-dlt-0'. */
const DEAD_LETTERS = /(^|[._-])(dlq|dlt|dead[._-]?letters?)([._-]\d+)?($|[._-])/i;

export function deadLetterTopics(
  topics: readonly TopicFacts[],
  intents: Intents,
  connectors: readonly ClientFile[] = [],
): DeadLetterTopic[] {
  const byName = new Map(topics.map(topic => [topic.name, topic]));
  const bySink = Map.groupBy(connectors, ({ settings }) => settings['errors.deadletterqueue.topic.name']?.value);
  return topics.flatMap(topic => {
    const sinks = bySink.get(topic.name) ?? [];
    const said = intents.topics[topic.name]?.deadLettersOf ?? onlyTopicOf(sinks);
    if (said === undefined && sinks.length === 0 && (topic.internal || !DEAD_LETTERS.test(topic.name))) return [];
    const source = said ?? topic.name.replace(DEAD_LETTERS, '');
    return [{ topic, source: source === topic.name ? undefined : byName.get(source), sinks }];
  });
}

function onlyTopicOf(sinks: readonly ClientFile[]): string | undefined {
  const topics = new Set(sinks.flatMap(({ topics }) => topics));
  return topics.size === 1 ? [...topics][0] : undefined;
}

export interface DelayTopic {
  readonly topic: TopicFacts;
  readonly delayMs: number;
}

/** The document's own 'topic_10s', and names that speak of delays or retries: 'orders-delay-5m', 'orders-retry-1000' (ms, Spring). */
const DELAYED = /^(?:topic|.*(?:delay|retry).*?)[._-](\d+)(ms|s|m|h|d)?$/i;

export function delayTopics(topics: readonly TopicFacts[], intents: Intents): DelayTopic[] {
  return topics.flatMap(topic => {
    const delayMs = intents.topics[topic.name]?.delayMs ?? delayIn(topic.name);
    return delayMs === undefined ? [] : [{ topic, delayMs }];
  });
}

/** By what is said of it or by its name, even where that does not say how long. */
export const holdsDelayed = (topic: string, intents: Intents): boolean =>
  intents.topics[topic]?.delayMs !== undefined || DELAYED.test(topic) || /delay|retry/i.test(topic);

/** Spring numbers its retry topics by index as well ('-retry-0'), so that small bare numbers say nothing. */
function delayIn(name: string): number | undefined {
  const [, number, unit] = DELAYED.exec(name) ?? [];
  if (number === undefined) return undefined;
  if (unit !== undefined) return parseDuration(`${number}${unit.toLowerCase()}`);
  return Number(number) >= 100 && /retry/i.test(name) ? Number(number) : undefined;
}

export interface DrainPair {
  readonly source: TopicFacts;
  readonly target: TopicFacts;
}

/** 'orders' and 'orders-wide', as `mq backlog drain` and its advice name them. */
export function drainPairs(topics: readonly TopicFacts[]): DrainPair[] {
  const byName = new Map(topics.map(topic => [topic.name, topic]));
  return topics.flatMap(target => {
    const source = /^(.+)[._-]wide$/.exec(target.name)?.[1];
    const found = source === undefined ? undefined : byName.get(source);
    return found ? [{ source: found, target }] : [];
  });
}
