/** Every declaration says what Kafka's own specification says: read from Kafka's jars, nothing of it is kept here. */
import { describe, expect, it } from 'vitest';
import { apis } from '../../src/protocol/apis/index.ts';
import { defaultOf } from '../../src/protocol/default-values.ts';
import { type Field, type Fields, type FieldType, ZERO_UUID } from '../../src/protocol/schema.ts';
import { includes, parseSpan, type Span, type Versions } from '../../src/protocol/span.ts';
import { type Specification, type SpecifiedField, specifications } from '../support/kafka/specification.ts';
import { messages, versionsOf } from '../support/messages.ts';

const specified = await specifications();

/** A field in words that both sides have. Versions are listed as far as the message and the objects around have them. */
interface Row {
  name: string;
  type: string;
  versions: number[];
  nullable: number[];
  tagged: number[];
  tag: number | undefined;
  default: unknown;
  ignorable: boolean;
  fields?: Row[];
}

const within = (span: string | undefined, versions: number[]): number[] =>
  span === undefined ? [] : versions.filter(version => includes(parseSpan(span as Span), version));

function declaredRow(name: string, field: Field, around: number[]): Row {
  const { type, options } = field;
  const versions = within(field.versions, around);
  const element = type.kind === 'array' ? type.element : type;
  return {
    name,
    type: `${type.kind === 'array' ? '[]' : ''}${element.kind}`,
    versions,
    nullable: within(options.nullable, versions),
    tagged: within(options.tagged, versions),
    tag: options.tag,
    default: plain(type, defaultOf(field)()),
    ignorable: options.ignorable ?? false,
    ...(element.kind === 'struct' ? { fields: declaredRows(element.fields, versions) } : {}),
  };
}

const declaredRows = (fields: Fields, around: number[]): Row[] =>
  Object.entries(fields).map(([name, field]) => declaredRow(name, field, around));

/** The default of an object is that of its fields, which have rows of their own; bytes and arrays are empty. */
const plain = (type: FieldType, value: unknown): unknown =>
  value === null || !['struct', 'array', 'bytes', 'records'].includes(type.kind) ? value : 'empty';

function specifiedRow(field: SpecifiedField, around: number[], common: Map<string, SpecifiedField[]>): Row {
  const isArray = field.type.startsWith('[]');
  const name = isArray ? field.type.slice(2) : field.type;
  const fields = field.fields ?? common.get(name);
  const versions = within(field.versions ?? field.taggedVersions, around);
  return {
    name: field.name.charAt(0).toLowerCase() + field.name.slice(1),
    type: `${isArray ? '[]' : ''}${fields ? 'struct' : name}`,
    versions,
    nullable: within(field.nullableVersions, versions),
    tagged: within(field.taggedVersions, versions),
    tag: field.tag,
    default: specifiedDefault(isArray || fields ? 'empty' : name, field.default),
    ignorable: field.ignorable ?? false,
    ...(fields ? { fields: fields.map(inner => specifiedRow(inner, versions, common)) } : {}),
  };
}

/** Kafka: FieldSpec.fieldDefault. */
function specifiedDefault(type: string, value: SpecifiedField['default']): unknown {
  if (value === 'null') return null;
  switch (type) {
    case 'empty':
    case 'bytes':
    case 'records':
      return 'empty';
    case 'string':
      return value ?? '';
    case 'bool':
      return String(value) === 'true';
    case 'uuid':
      return ZERO_UUID;
    default:
      return Number(value ?? 0);
  }
}

const specifiedRows = ({ fields, commonStructs = [] }: Specification, around: number[]): Row[] => {
  const common = new Map(commonStructs.map(struct => [struct.name, struct.fields]));
  return fields.map(field => specifiedRow(field, around, common));
};

const spanOf = ({ min, max }: Versions): string => (min === max ? `${min}` : `${min}-${max}`);

describe('a message is declared as Kafka specifies it', () => {
  it.each(messages)('$name', message => {
    const specification = specified.get(message.name)!;
    const versions = versionsOf(message);
    expect(specification, `${message.name} in Kafka's jars`).toBeDefined();
    expect(spanOf(message.versions)).toBe(specification.validVersions);
    expect(versions.filter(version => message.isFlexible(version))).toEqual(
      within(specification.flexibleVersions, versions),
    );
    expect(declaredRows(message.fields, versions)).toEqual(specifiedRows(specification, versions));
  });
});

describe('an API', () => {
  it.each(apis)('$name has the key and the unstable versions that Kafka specifies', api => {
    const specification = specified.get(`${api.name}Request`)!;
    expect(api.key).toBe(specification.apiKey);
    expect(api.stableVersions.max).toBe(api.versions.max - (specification.latestVersionUnstable ? 1 : 0));
  });

  it('that brokers serve is declared, or left out on purpose', () => {
    const missing = [...specified.values()]
      .filter(({ name, listeners }) => name.endsWith('Request') && listeners?.includes('broker'))
      .filter(({ apiKey }) => !apis.some(api => api.key === apiKey))
      .map(({ name }) => name.replace('Request', ''));
    expect(missing.sort()).toEqual(LEFT_OUT.flatMap(row => row.apis).sort());
  });
});

/** When one of these is wanted, declare it in src/protocol/apis and take it off. */
const LEFT_OUT = [
  {
    why: 'share groups (KIP-932)',
    apis: [
      'ShareGroupHeartbeat',
      'ShareFetch',
      'ShareAcknowledge',
      'DescribeShareGroupOffsets',
      'AlterShareGroupOffsets',
      'DeleteShareGroupOffsets',
    ],
  },
  {
    why: 'share groups, from broker to broker',
    apis: [
      'InitializeShareGroupState',
      'ReadShareGroupState',
      'ReadShareGroupStateSummary',
      'WriteShareGroupState',
      'DeleteShareGroupState',
    ],
  },
  { why: 'Kafka Streams groups (KIP-1071)', apis: ['StreamsGroupHeartbeat', 'StreamsGroupDescribe'] },
  {
    why: 'delegation tokens (KIP-48)',
    apis: ['CreateDelegationToken', 'RenewDelegationToken', 'ExpireDelegationToken', 'DescribeDelegationToken'],
  },
  {
    why: 'client telemetry (KIP-714), used by clients as soon as it is offered',
    apis: ['GetTelemetrySubscriptions', 'PushTelemetry'],
  },
  {
    why: 'changes of the KRaft cluster itself',
    apis: ['AddRaftVoter', 'RemoveRaftVoter'],
  },
];
