/** Which variables of a source file are Kafka's producers and consumers: by what they are declared as, or made by. */
import type { Token } from './tokens.ts';

export interface Variables {
  readonly producers: ReadonlySet<string>;
  readonly consumers: ReadonlySet<string>;
}

/** Only where the file imports a Kafka client: a producer of something else is not ours. */
export function clientVariables(tokens: readonly Token[], language: 'java' | 'script'): Variables {
  return language === 'java' ? inJava(tokens) : inScript(tokens);
}

const none: Variables = { producers: new Set(), consumers: new Set() };

function inJava(tokens: readonly Token[]): Variables {
  if (!hasSequence(tokens, ['org', '.', 'apache', '.', 'kafka', '.', 'clients'])) return none;
  return {
    producers: declaredAs(tokens, /^(KafkaProducer|Producer)$/),
    consumers: declaredAs(tokens, /^(KafkaConsumer|Consumer)$/),
  };
}

/** KafkaProducer<String, Order> producer, var producer = new KafkaProducer<>(…), val producer: KafkaProducer<…> */
function declaredAs(tokens: readonly Token[], type: RegExp): Set<string> {
  const names = new Set<string>();
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || !type.test(token.text)) return;
    const after = afterTypeArguments(tokens, at + 1);
    const name = tokens[after];
    if (name?.kind === 'word' && /^[=;,)]$/.test(tokens[after + 1]?.text ?? '')) names.add(name.text);
    const isNew = tokens[at - 1]?.text === 'new' && tokens[at - 2]?.text === '=';
    if (isNew && tokens[at - 3]?.kind === 'word') names.add(tokens[at - 3]!.text);
  });
  return names;
}

function afterTypeArguments(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text !== '<') return at;
  let depth = 0;
  for (let end = at; end < tokens.length; end++) {
    const { text } = tokens[end]!;
    if (text === '<') depth++;
    if (text === '>' && --depth === 0) return end + 1;
    if (text === ';') break;
  }
  return at;
}

/** const producer = kafka.producer(…), this.consumer = kafka.consumer(…), of kafkajs or @confluentinc/kafka-javascript. */
function inScript(tokens: readonly Token[]): Variables {
  const imports = tokens.some(
    ({ kind, text }) => kind === 'string' && /^['"`](kafkajs|@confluentinc\/kafka-javascript)['"`]$/.test(text),
  );
  if (!imports) return none;
  return { producers: madeBy(tokens, 'producer'), consumers: madeBy(tokens, 'consumer') };
}

function madeBy(tokens: readonly Token[], method: string): Set<string> {
  const names = new Set<string>();
  tokens.forEach((token, at) => {
    const isMade =
      token.text === method &&
      tokens[at - 1]?.text === '.' &&
      tokens[at + 1]?.text === '(' &&
      tokens[at - 3]?.text === '=';
    const name = tokens[at - 4];
    if (isMade && name?.kind === 'word') names.add(name.text);
  });
  return names;
}

const hasSequence = (tokens: readonly Token[], words: readonly string[]): boolean =>
  tokens.some((_, at) => words.every((word, step) => tokens[at + step]?.text === word));
