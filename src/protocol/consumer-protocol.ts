/**
 * What consumers put into the metadata of JoinGroup and the assignment of SyncGroup (Kafka: ConsumerProtocol.java).
 * Groups of other protocol types (Connect, Schema Registry) have their own formats there.
 */
import { message } from './api.ts';
import { array, bytes, type Infer, type Input, int32, string } from './schema.ts';
import { decodeVersioned, encodeVersioned } from './versioned.ts';

/** The protocol type of consumer groups. */
export const CONSUMER_PROTOCOL_TYPE = 'consumer';

const VERSIONS = { min: 0, max: 3 };

export const consumerSubscription = message('ConsumerProtocolSubscription', VERSIONS, 'none', {
  topics: array('0+', string()),
  userData: bytes('0+', { nullable: '0+', default: null, about: 'of the assignor' }),
  ownedPartitions: array(
    '1+',
    {
      topic: string('1+'),
      partitions: array('1+', int32()),
    },
    { ignorable: true, about: 'what the member keeps until it is told otherwise (KIP-429)' },
  ),
  generationId: int32('2+', { default: -1, ignorable: true }),
  rackId: string('3+', { nullable: '3+', default: null, ignorable: true }),
});

export const consumerAssignment = message('ConsumerProtocolAssignment', VERSIONS, 'none', {
  assignedPartitions: array('0+', {
    topic: string('0+'),
    partitions: array('0+', int32()),
  }),
  userData: bytes('0+', { nullable: '0+', default: null, about: 'of the assignor' }),
});

export type ConsumerSubscription = Infer<typeof consumerSubscription.fields>;
export type ConsumerAssignment = Infer<typeof consumerAssignment.fields>;

// Versions to come only add fields at the end, so that one that is not known reads as the newest that is.
export const decodeSubscription = (metadata: Buffer): ConsumerSubscription =>
  decodeVersioned(consumerSubscription, metadata, 'newest');

export const decodeAssignment = (assignment: Buffer): ConsumerAssignment =>
  decodeVersioned(consumerAssignment, assignment, 'newest');

export const encodeSubscription = (value: Input<typeof consumerSubscription.fields>): Buffer =>
  encodeVersioned(consumerSubscription, VERSIONS.max, value);

export const encodeAssignment = (value: Input<typeof consumerAssignment.fields>): Buffer =>
  encodeVersioned(consumerAssignment, VERSIONS.max, value);
