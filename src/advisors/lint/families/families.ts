/** All families, the most particular first: a file of Spring holds keys of Java clients, too. */
import { broker } from './broker.ts';
import { connect } from './connect.ts';
import type { Family } from './family.ts';
import { java } from './java.ts';
import { kafkajs } from './kafkajs.ts';
import { librdkafka } from './librdkafka.ts';
import { micronaut } from './micronaut.ts';
import { mirrormaker } from './mirrormaker.ts';
import { quarkus } from './quarkus.ts';
import { spring } from './spring.ts';

export const families: readonly Family[] = [
  spring,
  quarkus,
  micronaut,
  mirrormaker,
  connect,
  broker,
  kafkajs,
  librdkafka,
  java,
];
