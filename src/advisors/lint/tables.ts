/** The tables of keys. Written by scripts/client-keys from Kafka's ConfigDefs and librdkafka's CONFIGURATION.md; loaded once, on first use. */

import type { KeyTable } from './key-table.ts';
import admin from './keys/admin.json' with { type: 'json' };
import broker from './keys/broker.json' with { type: 'json' };
import consumer from './keys/consumer.json' with { type: 'json' };
import librdkafka from './keys/librdkafka.json' with { type: 'json' };
import mirror from './keys/mirror.json' with { type: 'json' };
import producer from './keys/producer.json' with { type: 'json' };
import sink from './keys/sink-connector.json' with { type: 'json' };
import source from './keys/source-connector.json' with { type: 'json' };
import spring from './keys/spring.json' with { type: 'json' };
import worker from './keys/worker.json' with { type: 'json' };

export const tables = {
  producer: producer as KeyTable,
  consumer: consumer as KeyTable,
  admin: admin as KeyTable,
  worker: worker as KeyTable,
  source: source as KeyTable,
  sink: sink as KeyTable,
  mirror: mirror as KeyTable,
  broker: broker as KeyTable,
  librdkafka: librdkafka as KeyTable,
};

export const springKeys: Readonly<Record<string, { type: string; deprecated?: boolean; now?: string }>> = spring;
