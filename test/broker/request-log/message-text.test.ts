import { describe, expect, it } from 'vitest';
import { messageText } from '../../../src/broker/request-log/message-text.ts';
import { produce } from '../../../src/protocol/apis/00-produce.ts';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { saslAuthenticate } from '../../../src/protocol/apis/36-sasl-authenticate.ts';
import { incrementalAlterConfigs } from '../../../src/protocol/apis/44-incremental-alter-configs.ts';
import { alterUserScramCredentials } from '../../../src/protocol/apis/51-alter-user-scram-credentials.ts';
import { apis } from '../../../src/protocol/apis/index.ts';
import { randomValue, versionsOf } from '../../support/messages.ts';
import { seededRandom } from '../../support/random.ts';
import { batchOf } from '../apis/ask.ts';

describe('a message as text', () => {
  it('names fields as the specification does, and records by what their headers say', () => {
    const records = batchOf(
      ['a', 'b', 'c'].map(value => value.repeat(200)),
      { compression: 'lz4' },
    );
    const request = {
      transactionalId: null,
      acks: -1,
      timeoutMs: 30_000,
      topicData: [{ name: 'orders', topicId: '', partitionData: [{ index: 2, records }] }],
    };
    expect(messageText(produce.request.fields, 9, request)).toBe(
      `{acks: -1, timeoutMs: 30000, topicData: [{name: orders, partitionData: [{index: 2, records: <3 records, ${records.length} bytes, from offset 0, lz4>}]}]}`,
    );
  });

  it('says errors by name, and leaves out that there is none', () => {
    const response = {
      errorCode: 0,
      responses: [
        { topic: 'orders', partitions: [{ partitionIndex: 0, errorCode: 1, highWatermark: 5, records: [] }] },
      ],
    };
    expect(messageText(fetch.response.fields, 11, response)).toBe(
      '{responses: [{topic: orders, partitions: [{partitionIndex: 0, errorCode: OFFSET_OUT_OF_RANGE (1), highWatermark: 5, records: <no records>}]}]}',
    );
  });

  it('is short where there are many', () => {
    const topics = Array.from({ length: 1000 }, (_, i) => ({ name: `t${i}` }));
    expect(messageText(metadata.request.fields, 4, { topics })).toMatch(/{name: t9}, … 990 more\]}$/);
  });

  it('puts what is no name in quotes, and lets nothing through that moves a cursor', () => {
    const text = messageText(metadata.request.fields, 4, { topics: [{ name: 'a, b: {\u001b[2J' }] });
    expect(text).toContain('"a, b: {\\u001b[2J"');
    expect(text).not.toMatch(/\p{Cc}/u);
  });

  it('holds nothing that a client authenticates with', () => {
    const secret = Buffer.from('\0alice\0alice-secret');
    expect(messageText(saslAuthenticate.request.fields, 2, { authBytes: secret })).toBe('{authBytes: <19 bytes>}');
    const upsertions = [
      {
        name: 'alice',
        mechanism: 1,
        iterations: 4096,
        salt: Buffer.from('salt'),
        saltedPassword: Buffer.from('salted'),
      },
    ];
    const scram = messageText(alterUserScramCredentials.request.fields, 0, { deletions: [], upsertions });
    expect(scram).toContain('salt: <4 bytes>, saltedPassword: <6 bytes>');
  });

  it('redacts what is a secret by its name among configurations', () => {
    const configs = [
      { name: 'ssl.keystore.password', configOperation: 0, value: 'hunter2' },
      { name: 'listener.name.x.plain.sasl.jaas.config', configOperation: 0, value: 'hunter2' },
      { name: 'ssl.keystore.key', configOperation: 0, value: 'hunter2' },
      { name: 'retention.ms', configOperation: 0, value: '100' },
    ];
    const text = messageText(incrementalAlterConfigs.request.fields, 1, {
      resources: [{ resourceType: 4, resourceName: '1', configs }],
    });
    expect(text).not.toContain('hunter2');
    expect(text).toContain('{name: retention.ms, configOperation: 0, value: 100}');
    expect(text).toContain('{name: ssl.keystore.key, configOperation: 0, value: [redacted]}');
  });

  it('can be made of every message in every version', () => {
    const random = seededRandom(7);
    for (const api of apis)
      for (const version of versionsOf(api))
        for (const message of [api.request, api.response])
          expect(messageText(message.fields, version, randomValue(message, version, random))).not.toMatch(
            /[\p{Cc}\n]|undefined|\[object/u,
          );
  });
});
