import { describe, expect, it } from 'vitest';
import {
  decodeRecord,
  encodeKey,
  encodeValue,
  groupMetadataRecord,
  offsetCommitRecord,
} from '../../src/protocol/coordinator-records.ts';
import { ProtocolError } from '../../src/protocol/error.ts';
import { ZERO_UUID } from '../../src/protocol/schema.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('a record of __consumer_offsets', () => {
  const key = encodeKey(offsetCommitRecord, { group: 'g', topic: 't', partition: 3 });

  it('of a commit has type 1 before the key and the version before the value', () => {
    const value = encodeValue(offsetCommitRecord, { offset: 5, leaderEpoch: 2, metadata: 'm', commitTimestamp: 7 });
    expect(key).toEqual(hex('0001 0001 67 0001 74 00000003'));
    expect(value).toEqual(hex('0004 0000000000000005 00000002 02 6d 0000000000000007 00'));
    expect(decodeRecord(key, value)).toEqual({
      kind: 'offsetCommit',
      key: { group: 'g', topic: 't', partition: 3 },
      value: {
        offset: 5,
        leaderEpoch: 2,
        metadata: 'm',
        commitTimestamp: 7,
        expireTimestamp: -1,
        topicId: ZERO_UUID,
      },
    });
  });

  it('of a commit from Kafka 0.8 is read too', () => {
    const record = decodeRecord(
      hex('0000 0001 67 0001 74 00000003'),
      hex('0000 0000000000000005 0000 0000000000000007'),
    );
    expect(record).toMatchObject({ kind: 'offsetCommit', value: { offset: 5, leaderEpoch: -1 } });
  });

  it('of a classic group has type 2', () => {
    const member = {
      memberId: 'm',
      clientId: 'c',
      clientHost: '/h',
      sessionTimeout: 45_000,
      rebalanceTimeout: 300_000,
    };
    const group = {
      protocolType: 'consumer',
      generation: 4,
      protocol: 'range',
      leader: 'm',
      currentStateTimestamp: 9,
      members: [{ ...member, groupInstanceId: null, subscription: Buffer.from('s'), assignment: Buffer.from('a') }],
    };
    const groupKey = encodeKey(groupMetadataRecord, { group: 'g' });
    const value = encodeValue(groupMetadataRecord, group);
    expect(groupKey).toEqual(hex('0002 0001 67'));
    expect(value.readInt16BE(0)).toBe(3);
    expect(decodeRecord(groupKey, value)).toEqual({ kind: 'groupMetadata', key: { group: 'g' }, value: group });
  });

  it('without a value takes its key away', () => {
    expect(decodeRecord(key, null)).toMatchObject({ kind: 'offsetCommit', value: null });
  });

  it('of a kind that is not known is told apart by its type', () => {
    expect(decodeRecord(hex('0011 0001 67'), hex('0000'))).toEqual({ kind: 'other', type: 17 });
  });

  it('that is damaged or of a later version is a ProtocolError', () => {
    expect(() => decodeRecord(hex('00'), null)).toThrow(ProtocolError);
    expect(() => decodeRecord(key.subarray(0, 5), null)).toThrow(ProtocolError);
    expect(() => decodeRecord(key, hex('0005 00'))).toThrow('OffsetCommitValue has no version 5');
    expect(() => decodeRecord(key, hex('0000 0000000000000005 0000 0000000000000007 ff'))).toThrow('1 bytes too many');
  });
});
