/** The names for --as, apart from the families so that a start of mq does not load their tables. */
export const familyNames = [
  'java',
  'spring',
  'quarkus',
  'micronaut',
  'librdkafka',
  'kafkajs',
  'connect',
  'mirrormaker',
  'broker',
] as const;

export type FamilyName = (typeof familyNames)[number];
