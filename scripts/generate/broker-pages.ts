/** docs/broker-apis.md and docs/broker-config.md, from the rows of the broker's APIs and configuration keys. */
import { join } from 'node:path';
import { apiTable, needsText, spokenVersions } from '../../src/broker/api-table.ts';
import {
  brokerKeys,
  type ConfigKey,
  clientMetricsResourceKeys,
  developmentDefaults,
  groupResourceKeys,
  topicConfigKeys,
} from '../../src/broker/config.ts';

const root = join(import.meta.dirname, '../..');
const NOTE = '<!-- Generated from src/broker by `npm run generate`. -->\n';

export async function brokerPages(): Promise<[string, string][]> {
  return [
    [join(root, 'docs/broker-apis.md'), apisPage()],
    [join(root, 'docs/broker-config.md'), configPage()],
  ];
}

function apisPage(): string {
  const all = apiTable();
  const spoken = (key: number) => {
    const versions = spokenVersions.get(key);
    return versions === undefined
      ? '–'
      : versions.min === versions.max
        ? `${versions.min}`
        : `${versions.min}-${versions.max}`;
  };
  const served = all
    .filter(({ serves }) => serves !== null)
    .map(({ key, name, serves, advertises, kafka, needs }) => {
      const shown = advertises === serves ? '' : ` (shown: ${advertises})`;
      return `| ${key} | ${name} | ${serves}${shown} | ${kafka ?? '–'} | ${spoken(key)} | ${needsText(needs)} |\n`;
    });
  const unserved = all
    .filter(({ serves }) => serves === null)
    .map(({ key, name, kafka, reason }) => `| ${key} | ${name} | ${kafka} | ${reason} |\n`);
  return `${NOTE}# APIs of the bundled broker

What \`mq broker dev\` answers, beside what Kafka 4.1.1 shows on a client listener and what \`mq\` itself speaks to any broker. A request of another API or
version ends the connection, as in Kafka; what is not served is not shown in ApiVersions. The one exception is Kafka's own: Produce is shown from version 0 on, because
older librdkafka would turn compression off (KAFKA-18659). The last column is what the API may ask of the authorizer; with none configured everything is allowed.
\`mq broker apis\` prints the same.

| key | API | served | Kafka 4.1 | spoken | asks for |
| --- | --- | --- | --- | --- | --- |
${served.join('')}
## Not served

| key | API | Kafka 4.1 | why |
| --- | --- | --- | --- |
${unserved.join('')}`;
}

function configPage(): string {
  return `${NOTE}# Configuration of the bundled broker

Names, types, defaults and ranges are those of Apache Kafka 4.1, and clients that describe the configuration see all of its keys. The first tables are of the
keys that this broker acts upon. The last ones are of those that nothing comes of here: most may be set all the same, as in a server.properties that was
written for Kafka, and the log says so; some are refused, because whoever sets them counts on what this broker does not do.

## Broker: \`mq broker dev --config KEY=VALUE\`, \`--config-file server.properties\`

\`node.id\` and \`log.dirs\` say what \`--node-id\` and \`--data-dir\` say, \`listeners\` and \`advertised.listeners\` more than \`--host\`, \`--port\` and
\`--advertised-host\` can. Options come before \`--config\`, and \`--config\` before the file.

${tableOf(brokerKeys)}
## Topics: \`mq topic create --config KEY=VALUE\`

A topic key that is not set takes the broker's value.

${tableOf(topicConfigKeys)}
## Groups

Set for one group with \`kafka-configs.sh --entity-type groups\`; else the broker's value counts.

${tableOf(groupResourceKeys)}
## Keys without effect: broker

${idleTableOf(brokerKeys)}
## Keys without effect: topics

${idleTableOf(topicConfigKeys)}
## Keys without effect: groups and client metrics

${idleTableOf(new Map([...groupResourceKeys, ...clientMetricsResourceKeys]))}`;
}

type Keys = ReadonlyMap<string, ConfigKey>;

const tableOf = (keys: Keys): string =>
  `| key | type | default | changes | |\n| --- | --- | --- | --- | --- |\n${[...keys.values()]
    .filter(({ noEffect }) => noEffect === undefined)
    .map(rowOf)
    .join('')}`;

function rowOf(key: ConfigKey): string {
  const { name, type, default: kafkas, doc } = key;
  const ours = developmentDefaults[name as keyof typeof developmentDefaults];
  const value = ours === undefined ? (kafkas ?? '') : kafkas === null ? ours : `${ours} (Kafka: ${kafkas})`;
  return `| ${name} | ${type}${boundsOf(key)} | ${value} | ${changesOf(key)} | ${doc} |\n`;
}

function boundsOf({ range: { oneOf, min, max } = {} }: ConfigKey): string {
  if (oneOf !== undefined) return `, one of ${oneOf.map(each => each || "''").join(', ')}`;
  if (min !== undefined && max !== undefined) return `, ${min} to ${max}`;
  return min === undefined ? '' : `, at least ${min}`;
}

function changesOf({ scope, update = 'read-only', readOnce, perListener }: ConfigKey): string {
  const when = scope !== 'broker' || (update !== 'read-only' && readOnce !== true) ? 'while it runs' : 'at a start';
  return perListener === undefined ? when : `${when}, per ${perListener}`;
}

const idleTableOf = (keys: Keys): string =>
  `| key | type | default | may be set | why nothing comes of it |\n| --- | --- | --- | --- | --- |\n${[
    ...keys.values(),
  ]
    .map(({ name, type, default: kafkas, noEffect }) =>
      noEffect === undefined
        ? ''
        : `| ${name} | ${type} | ${kafkas ?? ''} | ${noEffect.maySet ? 'yes' : 'no'} | ${noEffect.because} |\n`,
    )
    .join('')}`;
