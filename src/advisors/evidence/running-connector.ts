/** A connector that runs: what it does, and the commands for Connect's REST API, as somebody pastes them into a shell. */
import { shellWord } from '../../lib/shell.ts';
import { compareVersions } from '../lint/key-table.ts';
import { kafkaVersionOf } from './connect-version.ts';
import type { ClientFile, RunningConnector } from './given.ts';

/** The worst that Connect says of it: it calls a connector RUNNING whose tasks have all failed. */
export const workingState = ({ state, tasks }: RunningConnector): string =>
  tasks.includes('FAILED') ? 'FAILED' : state;

/** The sink whose consumers are that group: connect-NAME, unless it overrides group.id. */
export const sinkReadingAs = (group: string, connectors: readonly ClientFile[]): RunningConnector | undefined =>
  connectors.find(({ running, role, settings }) =>
    role === 'consumer'
      ? settings['group.id']?.value === group
      : running?.type === 'sink' && `connect-${running.connector}` === group,
  )?.running;

const JSON_BODY = "-H 'Content-Type: application/json'";

/** Changes a few settings and leaves the others: PATCH since Kafka 3.8 (KIP-477), before that the whole configuration. */
export function alterConnector(running: RunningConnector, changes: Readonly<Record<string, string>>): string {
  const config = addressOf(running, 'config');
  const json = shellWord(JSON.stringify(changes));
  const curl = curlAs(running);
  if (takesPatch(running)) return `${curl} -X PATCH ${JSON_BODY} -d ${json} ${config}`;
  return `${curl} ${config} | jq --argjson changes ${json} '. + $changes' | ${curl} -X PUT ${JSON_BODY} -d @- ${config}`;
}

/** Goes on with one that was stopped or paused (KIP-875), or starts again what has failed of it (KIP-745). */
export const restartConnector = (running: RunningConnector): string =>
  running.state === 'STOPPED' || running.state === 'PAUSED'
    ? `${curlAs(running)} -X PUT ${addressOf(running, 'resume')}`
    : `${curlAs(running)} -X POST ${addressOf(running, 'restart?includeTasks=true&onlyFailed=true')}`;

const addressOf = ({ connect, connector }: RunningConnector, what: string) =>
  shellWord(`${connect}/connectors/${encodeURIComponent(connector)}/${what}`);

const curlAs = ({ login }: RunningConnector) => ['curl', '-sS', ...(login ? [login] : [])].join(' ');

function takesPatch({ version }: RunningConnector): boolean {
  const kafka = kafkaVersionOf(version);
  return kafka !== undefined && compareVersions(kafka, '3.8') >= 0;
}
