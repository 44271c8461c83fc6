/** What the values of a broker have to agree on among themselves (Kafka: KafkaConfig.validateValues, GroupCoordinatorConfig). */
import type { Settings } from './settings.ts';

const MIB = 1024 * 1024;

/** The first thing that cannot be, in Kafka's words; undefined when all agree. */
export function disagreement(settings: Settings): string | undefined {
  return broken(settings).next().value ?? undefined;
}

function* broken(settings: Settings): Generator<string> {
  const number = settings.number.bind(settings);
  if (retentionMs(settings) === 0) yield 'log.retention.ms must be unlimited (-1) or, equal or greater than 1';
  const threads = number('log.cleaner.threads');
  if (threads > 0 && number('log.cleaner.dedupe.buffer.size') / threads <= MIB)
    yield 'log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.';
  if (number('max.connections.per.ip') === 0 && settings.text('max.connections.per.ip.overrides') === '')
    yield 'max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.';
  if (number('replica.fetch.wait.max.ms') > number('replica.socket.timeout.ms'))
    yield 'replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket timeouts';
  if (number('replica.fetch.wait.max.ms') > number('replica.lag.time.max.ms'))
    yield 'replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR';
  for (const kind of ['consumer', 'share', 'streams'] as const) yield* brokenGroups(kind, settings);
}

/** 0 stands for what cannot be. */
function retentionMs(settings: Settings): number {
  const ms = settings.text('log.retention.ms');
  if (ms !== null) return Number(ms);
  const minutes = settings.text('log.retention.minutes');
  return minutes === null ? settings.number('log.retention.hours') : Number(minutes);
}

function* brokenGroups(kind: 'consumer' | 'share' | 'streams', settings: Settings): Generator<string> {
  const timesOf = (what: 'heartbeat.interval' | 'session.timeout') => {
    const least = `group.${kind}.min.${what}.ms` as const;
    const most = `group.${kind}.max.${what}.ms` as const;
    const own = `group.${kind}.${what}.ms` as const;
    return { least, most, own };
  };
  for (const { least, most, own } of [timesOf('heartbeat.interval'), timesOf('session.timeout')]) {
    if (settings.number(most) < settings.number(least)) yield `${most} must be greater than or equal to ${least}`;
    if (settings.number(own) < settings.number(least)) yield `${own} must be greater than or equal to ${least}`;
    if (settings.number(own) > settings.number(most)) yield `${own} must be less than or equal to ${most}`;
  }
  const [session, heartbeat] = [timesOf('session.timeout').own, timesOf('heartbeat.interval').own];
  if (settings.number(session) <= settings.number(heartbeat)) yield `${session} must be greater than ${heartbeat}`;
}
