/** Commands for the REST API of Kafka Connect, as somebody pastes them into a shell. */
import { shellWord } from '../../lib/shell.ts';
import { compareVersions } from '../lint/key-table.ts';
import { kafkaVersionOf } from './connect-version.ts';
import type { RunningConnector } from './given.ts';

const JSON_BODY = "-H 'Content-Type: application/json'";

/** Changes a few settings of a connector and leaves the others: PATCH since Kafka 3.8 (KIP-477), before that the whole configuration. */
export function alterConnector(running: RunningConnector, changes: Readonly<Record<string, string>>): string {
  const config = `${addressOf(running)}/config`;
  const json = shellWord(JSON.stringify(changes));
  const curl = curlAs(running);
  if (takesPatch(running)) return `${curl} -X PATCH ${JSON_BODY} -d ${json} ${config}`;
  return `${curl} ${config} | jq --argjson changes ${json} '. + $changes' | ${curl} -X PUT ${JSON_BODY} -d @- ${config}`;
}

/** Starts what has failed of a connector again (KIP-745, Kafka 3.0), or one that was stopped or paused (KIP-875). */
export const restartConnector = (running: RunningConnector): string =>
  running.state === 'STOPPED' || running.state === 'PAUSED'
    ? `${curlAs(running)} -X PUT ${addressOf(running)}/resume`
    : `${curlAs(running)} -X POST ${shellWord(`${addressOf(running)}/restart?includeTasks=true&onlyFailed=true`)}`;

const addressOf = ({ connect, connector }: RunningConnector) =>
  shellWord(`${connect}/connectors/${encodeURIComponent(connector)}`);

const curlAs = ({ login }: RunningConnector) => ['curl', '-sS', ...(login ? [login] : [])].join(' ');

function takesPatch({ version }: RunningConnector): boolean {
  const kafka = kafkaVersionOf(version);
  return kafka !== undefined && compareVersions(kafka, '3.8') >= 0;
}
