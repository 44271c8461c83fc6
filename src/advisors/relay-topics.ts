/**
 * Which topics hold dead letters, delay records, or were filled from a narrower one: said in the doctor's settings, else by the names that
 * Spring, Connect, share groups and operators give them.
 */
import { parseDuration } from '../lib/duration.ts';
import type { TopicFacts } from './evidence/topic-facts.ts';
import type { Intents } from './intents.ts';

export interface DeadLetterTopic {
  readonly topic: TopicFacts;
  /** The topic whose records failed; undefined where its name does not say. */
  readonly source: TopicFacts | undefined;
}

/** 'orders-dlq', 'orders.DLT', 'dlq.orders', 'orders_dead_letters', 'orders-dlt-0'. */
const DEAD_LETTERS = /(^|[._-])(dlq|dlt|dead[._-]?letters?)([._-]\d+)?($|[._-])/i;

export function deadLetterTopics(topics: readonly TopicFacts[], intents: Intents): DeadLetterTopic[] {
  const byName = new Map(topics.map(topic => [topic.name, topic]));
  return topics.flatMap(topic => {
    const said = intents.topics[topic.name]?.deadLettersOf;
    if (said === undefined && (topic.internal || !DEAD_LETTERS.test(topic.name))) return [];
    const source = said ?? topic.name.replace(DEAD_LETTERS, '');
    return [{ topic, source: source === topic.name ? undefined : byName.get(source) }];
  });
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
