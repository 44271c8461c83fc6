/** What connectors are configured as: of the Connect clusters that were named, and of the files that were given. */

import { askConnectors, askWorker, type ConnectAddress, ConnectFailure, type Connectors } from '../../given/connect.ts';
import { clientsIn } from '../../lint/client-files.ts';
import { settingsFile } from '../../lint/format/read-file.ts';
import { kafkaVersionOf } from '../connect-version.ts';
import type { ClientFile, RunningConnector } from '../given.ts';
import { type Collection, type Collector, Lacking } from './collection.ts';

export const isConnector = ({ role }: ClientFile): boolean => role === 'connector';

export const connectors: Collector<'connectors'> = {
  permission: '',
  async collect(run) {
    const ofFiles = (run.given.clients ?? []).filter(isConnector);
    const { connect } = run.given;
    if (connect === undefined && ofFiles.length === 0)
      throw new Lacking({ reason: 'not given', needs: '--connect URL, or --client FILE with connectors' });
    const running = await Promise.all((connect ?? []).map(address => runningAt(run, address)));
    return [...running.flat(), ...ofFiles];
  },
};

async function runningAt(run: Collection, address: ConnectAddress): Promise<ClientFile[]> {
  const { signal } = run.request;
  const subject = `Connect at ${address.url}`;
  try {
    const [worker, found] = await Promise.all([askWorker(address, signal), askConnectors(address, signal)]);
    const clusterId = (await run.get('cluster'))?.clusterId;
    if (clusterId != null && worker.kafka_cluster_id !== undefined && worker.kafka_cluster_id !== clusterId)
      throw new ConnectFailure(`it works on another Kafka, ${worker.kafka_cluster_id}`, 'a worker of this cluster');
    const known = Object.entries(found).flatMap(([connector, { info, status }]) =>
      info === undefined ? [] : [clientsOf(address, worker.version, connector, info, status)],
    );
    return (await Promise.all(known)).flat();
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error;
    run.missing.push({ kind: 'connectors', subject, reason: error.message, needs: error.needs });
    return [];
  }
}

type Told = Connectors[string];

/** The connector, and the clients that it overrides settings of. */
async function clientsOf(
  { url, login }: ConnectAddress,
  version: string,
  connector: string,
  { config, type }: NonNullable<Told['info']>,
  status: Told['status'],
): Promise<ClientFile[]> {
  const running: RunningConnector = {
    connect: url,
    connector,
    type: type === 'sink' || type === 'source' ? type : 'unknown',
    version,
    state: status?.connector.state ?? 'UNASSIGNED',
    tasks: (status?.tasks ?? []).map(({ state }) => state),
    ...(login === undefined ? {} : { login }),
  };
  const path = `${url}/connectors/${encodeURIComponent(connector)}/config`;
  const said = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
  const file = await settingsFile(path, Buffer.from(JSON.stringify(said)));
  return clientsIn(file, { as: 'connect', kafkaVersion: kafkaVersionOf(version) }).map(client =>
    ofConnector(client, running),
  );
}

/** There are no lines, and what the worker's own file says for its clients is not known: it stands between the settings and Kafka's defaults. */
function ofConnector(client: ClientFile, running: RunningConnector): ClientFile {
  const lineless = <T extends { line?: number }>({ line, ...rest }: T) => rest;
  const ownGroup = { 'group.id': `connect-${running.connector}` };
  return {
    ...client,
    settings: Object.fromEntries(Object.entries(client.settings).map(([key, setting]) => [key, lineless(setting)])),
    faults: client.faults.map(({ edit, ...fault }) => ({
      ...lineless(fault),
      ...(fault.fault === 'secret'
        ? { observed: 'the secret itself stands there, and Connect tells it to whoever asks' }
        : {}),
    })),
    ...(isConnector(client) ? {} : { defaults: client.role === 'consumer' ? ownGroup : {} }),
    running,
  };
}
