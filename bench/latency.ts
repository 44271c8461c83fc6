/**
 * Acknowledgement latency: one record under way, acks=1. Where the scheduler may choose, and with the choice taken from it: client and
 * broker together on one core, and on a core each.
 */
import { APACHE_KAFKA } from './apache-kafka.ts';
import type { Broker } from './broker.ts';
import { allowedCores, type Cores, pinned } from './cores.ts';
import { ECHO, type Echo, startEcho } from './echo.ts';
import { compare, type Line } from './line.ts';
import { acknowledge, roundTrips } from './load.ts';
import { alternate } from './samples.ts';
import { type Stage, withTopic } from './stage.ts';

const RECORDS = 10_000;
const ROUND_TRIPS = 30_000;
const BYTES = 100;

interface Placement {
  readonly title: string;
  readonly client?: Cores;
  readonly server?: Cores;
}

export async function latencyLines(stage: Stage): Promise<Line[]> {
  const brokers = await stage.brokers();
  const echo = await startEcho();
  const lines: Line[] = [];
  for (const placement of placements()) lines.push(...(await linesOf(placement, brokers, echo, stage)));
  await echo.stop();
  return lines;
}

function placements(): Placement[] {
  const [first, second] = allowedCores();
  return [
    { title: 'one under way' },
    { title: 'on one core', client: first!, server: first! },
    ...(second === undefined ? [] : [{ title: 'on a core each', client: first!, server: second }]),
  ];
}

async function linesOf(
  { title, client, server }: Placement,
  brokers: { mq: Broker; kafka: Broker },
  echo: Echo,
  stage: Stage,
): Promise<Line[]> {
  stage.note(`ack latency, ${title}`);
  const ack =
    ({ bootstrap, pid }: Broker) =>
    () =>
      withTopic({ bootstrap }, 1, topic => {
        const what = { bootstrap, topic, records: RECORDS, valueBytes: BYTES, config: { acks: '1' }, cores: client };
        return pinned(pid, server, () => acknowledge(what));
      });
  const trip = { address: echo.address, count: ROUND_TRIPS, bytes: BYTES, cores: client };
  const contestants = {
    mq: ack(brokers.mq),
    kafka: ack(brokers.kafka),
    echo: () => pinned(echo.pid, server, () => roundTrips(trip)),
  };
  await alternate(1, contestants);
  const results = await alternate(stage.rounds, contestants);
  const line = (which: 'p50Us' | 'p99Us', peer: string, theirs: 'kafka' | 'echo', atMost?: number) =>
    compare({
      what: `ack latency ${which.slice(0, 3)}, ${title}`,
      unit: 'µs',
      mq: results.mq.map(each => each[which]),
      peer,
      theirs: results[theirs].map(each => each[which]),
      ...(atMost === undefined ? {} : { gate: { of: 'ratio', atMost } as const }),
    });
  return [
    line('p50Us', APACHE_KAFKA, 'kafka', 1),
    line('p50Us', ECHO, 'echo', 5),
    line('p99Us', APACHE_KAFKA, 'kafka'),
  ];
}
