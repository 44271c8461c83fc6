/** docs/broker-apis.md and docs/broker-config.md, from the rows of the broker's APIs and configuration keys. */
import { join } from 'node:path';
import { rows } from '../../src/broker/apis/index.ts';
import { brokerKeys, type ConfigKey, developmentDefaults, topicConfigKeys } from '../../src/broker/config.ts';
import { apis } from '../../src/protocol/apis/index.ts';

const root = join(import.meta.dirname, '../..');
const NOTE = '<!-- Generated from src/broker by `npm run generate`. -->\n';

export async function brokerPages(): Promise<[string, string][]> {
  return [
    [join(root, 'docs/broker-apis.md'), apisPage()],
    [join(root, 'docs/broker-config.md'), configPage()],
  ];
}

function apisPage(): string {
  const shown = (advertises?: string) => (advertises ? ` (shown: ${advertises})` : '');
  const served = new Map(rows.map(({ api, serves, advertises }) => [api.key, `${serves}${shown(advertises)}`]));
  const table = apis.map(({ key, name, versions: { min, max } }) => {
    const declared = min === max ? `${min}` : `${min}-${max}`;
    return `| ${key} | ${name} | ${served.get(key) ?? '–'} | ${declared} |\n`;
  });
  return `${NOTE}# APIs of the bundled broker

Versions that \`mq broker dev\` serves, and those that \`mq\` itself speaks to any broker. –: a request for it closes the connection, as in Kafka for an
API that a listener does not offer; clients see in ApiVersions that it is not there.

| key | API | served | spoken |
| --- | --- | --- | --- |
${table.join('')}`;
}

function configPage(): string {
  return `${NOTE}# Configuration of the bundled broker

Names, types, defaults and ranges are Kafka's. A key that is not here has no effect on this broker and is refused, so that nobody believes it has. Keys with
an option in place of a default are set by that option of \`mq broker dev\`.

## Broker: \`mq broker dev --config KEY=VALUE\`

${tableOf([...brokerKeys.values()])}
## Topics: \`mq topic create --config KEY=VALUE\`

A topic key that is not set takes the broker's value.

${tableOf([...topicConfigKeys.values()])}`;
}

const tableOf = (keys: readonly ConfigKey[]): string =>
  `| key | type | default | |\n| --- | --- | --- | --- |\n${keys.map(rowOf).join('')}`;

function rowOf({ name, type, range, setBy, default: kafkas, doc }: ConfigKey): string {
  const ours = developmentDefaults[name as keyof typeof developmentDefaults];
  const value = setBy ?? (ours === undefined ? (kafkas ?? '') : `${ours} (Kafka: ${kafkas})`);
  const bounds = range?.oneOf ? `, one of ${range.oneOf.join(', ')}` : '';
  return `| ${name} | ${type}${bounds} | ${value} | ${doc} |\n`;
}
