/** Broker keys that say the same in several units, the strongest first (DynamicBrokerConfig.brokerConfigSynonyms). */
const FAMILIES: readonly (readonly string[])[] = [
  ['log.roll.ms', 'log.roll.hours'],
  ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
  ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
];
const FLUSH = ['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'];

export function alternativesOf(name: string): readonly string[] {
  if (name === FLUSH[0]) return FLUSH;
  return FAMILIES.find(family => family.includes(name)) ?? [name];
}
