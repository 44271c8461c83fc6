/** The names are those of real brokers with the JMX exporter 1.0.1; live in test/kafka/doctor-metrics.test.ts. */
import { describe, expect, it } from 'vitest';
import { bytesInPerSec, handlerIdle, maxLags, networkIdle } from '../../../src/advisors/evidence/broker-metrics.ts';
import { parsePrometheus } from '../../../src/advisors/given/prometheus.ts';
import { configs } from '../../support/evidence.ts';

const read = (text: string) => parsePrometheus(text, 'metrics');
/** As a second look at a counter makes them. */
const risen = (text: string, perSec: number) =>
  Object.fromEntries(Object.entries(read(text)).map(([name, all]) => [name, all.map(one => ({ ...one, perSec }))]));
const one = (value: number) => [{ instance: '', value }];
const combined = { 1: configs('broker', 'process.roles=broker,controller') };

describe('how far followers are behind', () => {
  it.each([
    ['kafka_server_replicafetchermanager_maxlag{clientId="Replica"} 7'],
    ['kafka_server_ReplicaFetcherManager_MaxLag{clientId="Replica"} 7'],
    ['kafka_server_ReplicaFetcherManager_Value{clientId="Replica",name="MaxLag"} 7'],
  ])('%s', text => {
    const other = 'kafka_server_replicaalterlogdirsmanager_maxlag{clientId="ReplicaAlterLogDirs"} 9';
    expect(maxLags(read(`${text}\n${other}`))).toEqual(one(7));
  });
});

describe('what producers write', () => {
  it.each([
    ['kafka_server_BrokerTopicMetrics_OneMinuteRate{name="BytesInPerSec"} 5'],
    ['kafka_server_brokertopicmetrics_bytesinpersec_oneminuterate 5'],
  ])('%s', text => {
    const others = [
      'kafka_server_BrokerTopicMetrics_OneMinuteRate{name="ReplicationBytesInPerSec"} 9',
      'kafka_server_brokertopicmetrics_replicationbytesinpersec_oneminuterate 9',
      'kafka_server_BrokerTopicMetrics_Count{name="BytesInPerSec"} 900',
    ];
    expect(bytesInPerSec(read([text, ...others].join('\n')))).toEqual(one(5));
  });

  it.each([
    ['kafka_server_brokertopicmetrics_bytesin_total 900'],
    ['kafka_server_BrokerTopicMetrics_BytesIn_total 900'],
    ['kafka_server_brokertopicmetrics_bytesinpersec_count 900'],
    ['kafka_server_BrokerTopicMetrics_Count{name="BytesInPerSec"} 900'],
  ])('%s is known by a second look', text => {
    expect(bytesInPerSec(read(text))).toEqual([]);
    expect(bytesInPerSec(risen(text, 5))).toEqual(one(5));
  });

  it('is the sum of topics where only these are there, of each broker for itself', () => {
    const of = (labels: string, value: number) =>
      `kafka_server_brokertopicmetrics_bytesinpersec_oneminuterate{${labels}} ${value}`;
    const text = [
      of('instance="a",topic="x"', 1),
      of('instance="a",topic="y"', 2),
      of('instance="b",topic="x"', 1),
      of('instance="b"', 4),
    ];
    expect(bytesInPerSec(read(text.join('\n')))).toEqual([
      { instance: 'a', value: 3 },
      { instance: 'b', value: 4 },
    ]);
  });
});

describe('how idle request handlers are', () => {
  const kind = (text: string, perSec?: number, roles = {}) => {
    const { now, sinceStart, together } = handlerIdle(perSec === undefined ? read(text) : risen(text, perSec), roles);
    return { now: now[0]?.value, sinceStart: sinceStart[0]?.value, together: together[0]?.value };
  };
  const mean = 'kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent 0.9';
  const counter = 'kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent_count_total 2.3e10';

  it.each([
    ['kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent_total 0.4'],
    [
      'kafka_server_KafkaRequestHandlerPool_OneMinuteRate{name="RequestHandlerAvgIdlePercent"} 0.4\nkafka_server_KafkaRequestHandlerPool_MeanRate{name="RequestHandlerAvgIdlePercent"} 0.9',
    ],
  ])('%s', text => expect(kind(text)).toEqual({ now: 0.4 }));

  it('is only known as a mean where a counter stands beside it, until the counter is looked at again', () => {
    expect(kind(`${mean}\n${counter}`)).toEqual({ sinceStart: 0.9 });
    expect(kind(`${mean}\n${counter}`, 0.2e9)).toEqual({ now: 0.2 });
  });

  it('is what is above 1 where a node is broker and controller', () => {
    expect(kind(mean.replace('0.9', '1.5'), undefined, combined)).toEqual({ now: 0.5 });
  });

  it('may be of both there, below 1', () => {
    expect(kind(mean, undefined, combined)).toEqual({ together: 0.9 });
    expect(kind(mean.replace('0.9', '0.2'), undefined, combined)).toEqual({ now: 0.2 });
  });

  it('is told apart from the controller since Kafka 4.2', () => {
    const of = (who: string, value: number) =>
      `kafka_server_kafkarequesthandlerpool_${who}requesthandleravgidle_percent ${value}`;
    const text = [of('broker', 0.4), of('controller', 0.1), of('', 0.3)].join('\n');
    expect(kind(text, undefined, combined)).toEqual({ now: 0.4 });
  });
});

describe('how idle network threads are', () => {
  it.each([
    ['kafka_network_socketserver_networkprocessoravgidlepercent 0.5'],
    ['kafka_network_socketserver_networkprocessoravgidle_percent 0.5'],
    ['kafka_network_SocketServer_Value{name="NetworkProcessorAvgIdlePercent"} 0.5'],
  ])('%s', text => {
    const others = 'kafka_network_processor_idlepercent{networkProcessor="0"} 0.1';
    expect(networkIdle(read(`${text}\n${others}`))).toEqual(one(0.5));
  });
});
