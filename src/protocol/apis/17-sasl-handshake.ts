import { api } from '../api.ts';
import { array, int16, string } from '../schema.ts';

/**
 * Chooses the SASL mechanism of a connection.
 * - v0: followed by bare tokens with a length
 * - v1: followed by SaslAuthenticate frames (KIP-152); there will be no v2 (KAFKA-9577)
 */
export const saslHandshake = api({
  key: 17,
  name: 'SaslHandshake',
  versions: '0-1',
  flexible: 'none',
  request: {
    mechanism: string('0+'),
  },
  response: {
    errorCode: int16('0+'),
    mechanisms: array('0+', string(), { about: 'those the broker has enabled' }),
  },
});
