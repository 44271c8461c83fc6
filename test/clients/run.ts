/**
 * `npm run test:clients`: real clients of Kafka on the bundled broker and on Apache Kafka, the same things asked of both.
 * Writes the table into docs/clients.md, and ends with 1 when a client does on Kafka what it does not do on the broker.
 *
 *   npm run test:clients -- [--only TEXT]... [--capability NAME]... [--without-kafka] [--no-table]
 */
import { parseArgs } from 'node:util';
import { CAPABILITIES, type Client, clients } from './clients.ts';
import { type Results, runDriver } from './driver.ts';
import { apacheKafka, bundledBroker, type Place } from './places.ts';
import { type TableRow, writeTable } from './table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    capability: { type: 'string', multiple: true },
    'without-kafka': { type: 'boolean', default: false },
    'no-table': { type: 'boolean', default: false },
  },
});
const chosen = clients.filter(({ name }) => !values.only || values.only.some(text => name.includes(text)));
const capabilities = CAPABILITIES.filter(name => !values.capability || values.capability.includes(name));

const places: Place[] = [await bundledBroker(), ...(values['without-kafka'] ? [] : [await apacheKafka()])];
const rows: TableRow[] = [];
try {
  for (const client of chosen) rows.push(await tryOut(client));
} finally {
  await Promise.all(places.map(place => place.stop()));
}
if (!values['no-table'] && !values.only && !values.capability && !values['without-kafka']) writeTable(rows, places);
const worse = rows.flatMap(({ name, version, results: [ours, theirs] }) =>
  capabilities
    .filter(which => ours?.[which]?.outcome === 'fails' && theirs?.[which]?.outcome !== 'fails')
    .map(which => `${name} ${version}: ${which} fails on the broker: ${ours![which]!.note}`),
);
for (const line of worse) console.log(line);
const absent = rows.filter(({ problem }) => problem !== undefined);
for (const { name, problem } of absent) console.log(`${name} was not tried: ${problem}`);
process.exitCode = worse.length > 0 ? 1 : 0;

async function tryOut(client: Client): Promise<TableRow> {
  try {
    const command = await client.prepare();
    const results: Results[] = [];
    let version = '';
    for (const place of places) {
      const prefix = `${client.name.replace(/[^a-z]/gi, '')}-${Date.now().toString(36)}`;
      const order = { ...place.order, ...command.order, prefix };
      const told = await runDriver(command, order, capabilities, client.flat === true);
      version = told.version;
      results.push(told.results);
      const count = (outcome: string) => Object.values(told.results).filter(one => one.outcome === outcome).length;
      console.log(`${client.name} ${version} on ${place.name}: ${count('works')} work, ${count('fails')} fail`);
      for (const [which, { outcome, note }] of Object.entries(told.results))
        if (outcome === 'fails') console.log(`  ${which}: ${note}`);
    }
    return { name: client.name, version, results };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { name: client.name, version: '', results: [], problem };
  }
}
