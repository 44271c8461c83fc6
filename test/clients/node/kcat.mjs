/** kcat (librdkafka) as a client of the broker under test. It cannot make topics: the broker makes them, with 4 partitions. */
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { CODECS, drive, expect, listenerOf, order, secured, unique, until } from './drive.mjs';

const execute = promisify(execFile);
/** Fails with what librdkafka says, and without the whole command. */
const run = (...call) => {
  const running = execute(...call);
  const told = running.catch(({ stderr, message }) => {
    throw new Error(/FAIL\|[^|]*\| (?:\[thrd:[^\]]*\]: )?(.*)/.exec(stderr)?.[1] ?? message);
  });
  return Object.assign(told, { child: running.child });
};
const settings = given => given.flatMap(pair => ['-X', pair]);
const plain = ['-b', order.bootstrap];

const saslOf = mechanism =>
  mechanism === 'OAUTHBEARER'
    ? ['enable.sasl.oauthbearer.unsecure.jwt=true', `sasl.oauthbearer.config=principal=${order.user}`]
    : [`sasl.username=${order.user}`, `sasl.password=${order.password}`];

function connection({ listener, mechanism }) {
  const { address, protocol } = listenerOf(listener);
  const tls = protocol.endsWith('SSL') ? [`ssl.ca.location=${order.caFile}`] : [];
  const own =
    listener === 'MUTUAL' ? [`ssl.certificate.location=${order.certFile}`, `ssl.key.location=${order.keyFile}`] : [];
  const sasl = mechanism ? [`sasl.mechanism=${mechanism}`, ...saslOf(mechanism)] : [];
  return ['-b', address, ...settings([`security.protocol=${protocol}`, ...tls, ...own, ...sasl])];
}

function produce(topic, values, at, more) {
  const child = run('kcat', [...at, '-P', '-t', topic, '-K:', '-H', 'h=x', ...more], { timeout: 30_000 });
  child.child.stdin.end(values.map((value, i) => `k${i}:${value}\n`).join(''));
  return child;
}
const lines = text => text.split('\n').filter(Boolean);

async function roundTrip(name, at = plain, more = []) {
  const topic = unique(name);
  const values = Array.from({ length: 50 }, (_, i) => `value ${i} ${'x'.repeat(100)}`);
  await produce(topic, values, at, ['-p', '0', ...more]);
  const { stdout } = await run('kcat', [...at, '-C', '-t', topic, '-e', '-q', '-o', 'beginning'], { timeout: 30_000 });
  expect(lines(stdout), values, 'values');
}

function member(topic, group) {
  const child = spawn('kcat', [...plain, '-u', '-G', group, '-X', 'auto.offset.reset=earliest', topic]);
  const one = {
    values: [],
    count: 0,
    stop: () => new Promise(done => child.once('close', done) && child.kill('SIGINT')),
  };
  createInterface({ input: child.stdout }).on('line', line => one.values.push(line));
  createInterface({ input: child.stderr }).on('line', line => {
    if (/rebalanced.*: assigned/.test(line)) one.count = line.match(/\[\d+\]/g)?.length ?? 0;
    else if (/rebalanced.*: revoked/.test(line)) one.count = 0;
  });
  return one;
}

async function group() {
  const topic = unique('group');
  const send = async letter => {
    for (const partition of [0, 1, 2, 3])
      await produce(
        topic,
        Array.from({ length: 15 }, (_, i) => `${letter}${partition}-${i}`),
        plain,
        ['-p', String(partition)],
      );
  };
  await send('a');
  const members = [1, 2, 3].map(() => member(topic, unique('group')));
  const settled = some => some.every(({ count }) => count > 0) && some.reduce((sum, { count }) => sum + count, 0) === 4;
  const values = () => new Set(members.flatMap(one => one.values)).size;
  await until(() => settled(members), 'partitions for each of three');
  await until(() => values() === 60, '60 records for the three');
  await members[0].stop();
  await until(() => settled(members.slice(1)), 'two partitions for each of two');
  await send('b');
  await until(() => values() === 120, '120 records');
  await Promise.all(members.slice(1).map(one => one.stop()));
}

const { stdout: version } = await run('kcat', ['-V']);
const [own, library] = /Version (\S+).*librdkafka (\S+)/s.exec(version)?.slice(1) ?? ['?', '?'];
await drive(`${own} (librdkafka ${library})`, {
  ...Object.fromEntries(CODECS.map(codec => [codec, () => roundTrip(codec, plain, ['-z', codec])])),
  idempotent: () => roundTrip('idempotent', plain, settings(['enable.idempotence=true', 'acks=all'])),
  group,
  ...secured((name, where) => roundTrip(name, connection(where))),
});
