/** Brokers with listeners that want to know who comes. */
import { type BrokerOptions, startBroker } from '../../../src/broker/index.ts';
import { saslAuthenticate } from '../../../src/protocol/apis/36-sasl-authenticate.ts';
import type { Wire } from '../../support/wire.ts';

export const PLAIN_USERS =
  'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret" user_bob="bob-secret";';

/** One listener of SASL_PLAINTEXT and one of PLAINTEXT. */
export const startSecured = (mechanisms: string, config: Record<string, string> = {}, options: BrokerOptions = {}) =>
  startBroker({
    ...options,
    config: {
      listeners: 'SASL_PLAINTEXT://127.0.0.1:0,PLAINTEXT://127.0.0.1:0',
      'sasl.enabled.mechanisms': mechanisms,
      'listener.name.sasl_plaintext.plain.sasl.jaas.config': PLAIN_USERS,
      'connection.failed.authentication.delay.ms': '0',
      ...config,
    },
  });

/** One message of an exchange, as the newest clients send it. */
export const sendToken = (wire: Wire, authBytes: Buffer | string) =>
  wire.send(saslAuthenticate, 2, { authBytes: Buffer.from(authBytes) });
