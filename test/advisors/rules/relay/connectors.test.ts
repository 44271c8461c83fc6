/** What rules make of connectors, in files and running. */
import { describe, expect, it } from 'vitest';
import type { ClientFile, RunningConnector } from '../../../../src/advisors/evidence/given.ts';
import { deadWithLag } from '../../../../src/advisors/rules/group/g14-dead-with-lag.ts';
import { dlqNarrow } from '../../../../src/advisors/rules/relay/d03-dlq-narrow.ts';
import { dlqHeaders } from '../../../../src/advisors/rules/relay/d06-dlq-headers.ts';
import { connectTolerance } from '../../../../src/advisors/rules/relay/d07-connect-tolerance.ts';
import { aCluster, answerOf, aTopic, observedBy } from '../../../support/evidence.ts';
import { aGroup, commits, ends, sampled } from '../../../support/group-evidence.ts';

const PATCH = "curl -sS -X PATCH -H 'Content-Type: application/json' -d";
const QUEUE = 'errors.deadletterqueue.topic.name';
const HEADERS = 'errors.deadletterqueue.context.headers.enable';

const running = (change: Partial<RunningConnector> = {}): RunningConnector => ({
  connect: 'http://connect:8083',
  connector: 'orders sink',
  type: 'sink',
  version: '4.1.1',
  state: 'RUNNING',
  tasks: ['RUNNING'],
  ...change,
});
const connector = (settings: Record<string, string>, change: Partial<RunningConnector> = {}): ClientFile => ({
  path: 'http://connect:8083/connectors/orders%20sink/config',
  family: 'connect',
  role: 'connector',
  version: '4.1',
  settings: Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, { key, value }])),
  defaults: {},
  topics: ['orders'],
  faults: [],
  running: running(change),
});

describe('D07 connect-tolerance of a file', () => {
  const connector = (...lines: string[]) => ({
    connectors: [
      {
        path: 'sink.properties',
        family: 'connect' as const,
        role: 'connector' as const,
        version: '4.1',
        defaults: {},
        topics: [],
        faults: [],
        settings: Object.fromEntries(
          lines.map((line, i) => {
            const [key, value] = line.split('=') as [string, string];
            return [key, { key, value, line: i + 1 }];
          }),
        ),
      },
    ],
  });

  it('is quiet on the default, and with dead letters', () => {
    expect(observedBy(connectTolerance, connector('topics=orders'))).toEqual([]);
    expect(
      observedBy(
        connectTolerance,
        connector('topics=orders', 'errors.tolerance=all', 'errors.deadletterqueue.topic.name=orders-dlq'),
      ),
    ).toEqual([]);
  });

  it('names the line, and tells a source from a sink', () => {
    const sink = observedBy(connectTolerance, connector('topics=orders', 'errors.tolerance=all'));
    expect(sink).toMatchObject([{ subject: { path: 'sink.properties', line: 2 }, severity: 'critical' }]);
    expect(sink[0]!.fix[0]!.text).toContain('errors.deadletterqueue.topic.name=NAME');
    expect(observedBy(connectTolerance, connector('errors.tolerance=all'))[0]!.fix[0]!.text).toContain(
      'A source cannot',
    );
  });
});

describe('D07 connect-tolerance of a connector that runs', () => {
  const tolerant = { 'errors.tolerance': 'all' };
  const commandFor = (change: Partial<RunningConnector>, brokers?: number) => {
    const kinds = { connectors: [connector(tolerant, change)], ...(brokers ? { cluster: aCluster(brokers) } : {}) };
    return observedBy(connectTolerance, kinds)[0]!.fix[0]!.command;
  };
  const at = 'http://connect:8083/connectors/orders%20sink/config';

  it('gives a sink dead letters, with no more replicas than there are brokers', () => {
    const queue = `"${QUEUE}":"orders-sink-dlq","${HEADERS}":"true"`;
    expect(commandFor({}, 3)).toBe(`${PATCH} '{${queue}}' ${at}`);
    const replicas = '"errors.deadletterqueue.topic.replication.factor":"1"';
    expect(commandFor({}, 1)).toBe(`${PATCH} '{${queue},${replicas}}' ${at}`);
  });

  it('lets a source stop, MirrorMaker with its topics too', () => {
    expect(commandFor({ type: 'source' })).toBe(`${PATCH} '{"errors.tolerance":"none"}' ${at}`);
    const mirror = {
      ...tolerant,
      'connector.class': 'org.apache.kafka.connect.mirror.MirrorSourceConnector',
      topics: 'a',
    };
    const { running, ...file } = connector(mirror);
    expect(observedBy(connectTolerance, { connectors: [file] })[0]!.observed).toContain('in a source');
  });

  it('says what it lacks', () => {
    expect(answerOf(connectTolerance, {}).unchecked).toHaveLength(1);
  });
});

describe('a dead letter topic of Connect', () => {
  const sink = connector({ [QUEUE]: 'failed' });
  const topics = [aTopic('orders', 6), aTopic('failed', 1)];

  it('is known by the sink, whatever its name, and may be narrow', () => {
    const samples = { failed: sampled({ marks: {} }) };
    expect(observedBy(dlqHeaders, { topics, samples })).toEqual([]);
    expect(observedBy(dlqHeaders, { topics, samples, connectors: [sink] })).toMatchObject([
      { subject: { topic: 'failed' }, fix: [{ command: `${PATCH} '{"${HEADERS}":"true"}' ${sink.path}` }] },
    ]);
    const dlq = [aTopic('orders', 6), aTopic('orders-dlq', 1)];
    expect(observedBy(dlqNarrow, { topics: dlq })).toMatchObject([{ severity: 'info' }]);
    expect(observedBy(dlqNarrow, { topics: dlq, connectors: [connector({ [QUEUE]: 'orders-dlq' })] })).toEqual([]);
    const bySpring = { 'orders-dlq': sampled({ marks: { 'kafka_dlt-original-partition': '0' } }) };
    expect(
      observedBy(dlqNarrow, { topics: dlq, samples: bySpring, connectors: [connector({ [QUEUE]: 'orders-dlq' })] }),
    ).toMatchObject([{ severity: 'error' }]);
  });

  it('says nothing of headers that are switched on, but of older records', () => {
    const samples = { failed: sampled({ marks: {} }) };
    const [finding] = observedBy(dlqHeaders, {
      topics,
      samples,
      connectors: [connector({ [QUEUE]: 'failed', [HEADERS]: 'true' })],
    });
    expect(finding!.fix[0]).not.toHaveProperty('command');
  });
});

describe('G14 dead-with-lag', () => {
  const evidence = (group: string, change: Partial<RunningConnector>) => ({
    groups: [aGroup(group, [])],
    committed: commits(group, 'orders', [10]),
    offsets: ends('orders', [0, 50]),
    connectors: [connector({}, change)],
  });
  const restart = 'http://connect:8083/connectors/orders%20sink';

  it.each<[Partial<RunningConnector>, string, string]>([
    [{ state: 'STOPPED', tasks: [] }, 'STOPPED', `curl -sS -X PUT ${restart}/resume`],
    [{ tasks: ['FAILED'] }, 'FAILED', `curl -sS -X POST '${restart}/restart?includeTasks=true&onlyFailed=true'`],
  ])('knows the sink that is %j', (change, state, command) => {
    const [finding] = observedBy(deadWithLag, evidence('connect-orders sink', change));
    expect(finding!.observed).toContain(`; connector orders sink is ${state}`);
    expect(finding!.fix[0]!.command).toBe(command);
  });

  it('does not take a source, or another group, for it', () => {
    for (const other of [evidence('connect-orders sink', { type: 'source' }), evidence('billing', {})])
      expect(observedBy(deadWithLag, other)[0]!.fix[0]!.command).toMatch(/^mq group describe /);
  });
});
