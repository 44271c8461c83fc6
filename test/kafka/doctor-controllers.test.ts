/** B35 until it is gone: a node that is broker and controller too becomes a broker, while the cluster runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineLive } from '../support/doctor.ts';
import { type Controller, startController } from '../support/kafka/controller.ts';
import { freePorts } from '../support/kafka/ports.ts';
import { type KafkaCluster, kafkaTool, kafkaToolOutput, startKafka } from '../support/kafka.ts';

describe('mq doctor on four nodes of Apache Kafka, one of which is the controller too', () => {
  let kafka: KafkaCluster;
  let controller: Controller | undefined;
  let port: number;
  let oldPort: number;
  const dirs = new Map<number, string>();

  beforeAll(async () => {
    kafka = await startKafka({
      nodes: 4,
      configOf: (id, nodes, dataDir) => {
        dirs.set(id, dataDir);
        oldPort = nodes[0]!.controller;
        return {
          'process.roles': id === 1 ? 'broker,controller' : 'broker',
          'controller.quorum.voters': `1@127.0.0.1:${oldPort}`,
          ...(id === 1 ? {} : { listeners: `PLAINTEXT://127.0.0.1:${nodes[id - 1]!.plaintext}` }),
        };
      },
    });
    [port] = (await freePorts(1)) as [number];
  }, 120_000);
  afterAll(async () => {
    await controller?.node.kill();
    await kafka?.stop();
  });

  const see = async () => (await examineLive(kafka, ['B35'])).findings;
  const tool = (name: 'features' | 'metadata-quorum', ...args: string[]) =>
    kafkaToolOutput(name, ['--bootstrap-server', kafka.bootstrap, ...args]);
  /** By the command that the finding prints. */
  const votersBy = async (command: string) => {
    const [, ...words] = command.split(' ');
    const voters = /CurrentVoters: +(\[.*\])/.exec(await tool('metadata-quorum', ...words))![1]!;
    return JSON.parse(voters) as { id: number; directoryId: string }[];
  };
  const restart = async (id: number, change: (properties: string) => string) => {
    const file = `${dirs.get(id)}.properties`;
    await kafka.kill(id);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    await kafka.start(id);
  };

  it('B35: the quorum moves to a node of its own, as the advice says', { timeout: 240_000 }, async () => {
    const [found] = await see();
    expect(found).toMatchObject({
      observed: 'process.roles=broker,controller on broker 1 of 4',
      numbers: { combined: 1, brokers: 4 },
    });
    await tool('features', 'upgrade', '--feature', 'kraft.version=1');
    const servers = `controller.quorum.bootstrap.servers=127.0.0.1:${oldPort},127.0.0.1:${port}`;
    for (const id of [2, 3, 4, 1]) await restart(id, old => old.replace(/^controller\.quorum\.voters=.*$/m, servers));

    const rows = { 'controller.quorum.bootstrap.servers': `127.0.0.1:${oldPort},127.0.0.1:${port}` };
    const directory = `${dirs.get(1)}-controller`;
    controller = await startController(kafka, { directory, port, rows }, { format: ['--no-initial-controllers'] });
    const add = [
      '--bootstrap-server',
      kafka.bootstrap,
      '--command-config',
      controller.propertiesFile,
      'add-controller',
    ];
    const { command } = found!.fix[0]!;
    const voters = async () => (await votersBy(command!)).map(({ id }) => id);
    // Refused until it has caught up.
    const added = async () => (await kafkaTool('metadata-quorum', add)).code === 0 || (await voters()).includes(100);
    await expect.poll(added, { timeout: 60_000, interval: 500 }).toBe(true);
    const old = (await votersBy(command!)).find(({ id }) => id === 1)!;
    await tool(
      'metadata-quorum',
      'remove-controller',
      '--controller-id=1',
      `--controller-directory-id=${old.directoryId}`,
    );
    await expect.poll(voters, { timeout: 60_000, interval: 500 }).toEqual([100]);

    await restart(1, old => old.replace('broker,controller', 'broker').replace(/,CONTROLLER:\/\/127\.0\.0\.1:\d+/, ''));
    await expect.poll(see, { timeout: 30_000 }).toEqual([]);
  });
});
