/** What the JavaScript drivers share: the order comes as JSON, one line of JSON goes out for each capability. */
export const order = JSON.parse(process.argv[2]);

export const unique = name => `${order.prefix}-${name}`;

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

export async function until(done, what, seconds = 30) {
  for (let i = 0; i < seconds * 20; i++) {
    if (await done()) return;
    await sleep(50);
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

export function expect(actual, wanted, what) {
  const [a, w] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (a !== w) throw new Error(`${what}: ${a} instead of ${w}`);
}

const tell = line => process.stdout.write(`${JSON.stringify(line)}\n`);

/** capabilities: name -> function, or a sentence that says why the client has no such thing. */
export async function drive(version, capabilities) {
  tell({ version });
  for (const capability of order.capabilities) {
    const act = capabilities[capability] ?? 'not in this client';
    if (typeof act === 'string') {
      tell({ capability, outcome: 'absent', note: act });
      continue;
    }
    try {
      await act();
      tell({ capability, outcome: 'works', note: '' });
    } catch (error) {
      console.error(error);
      tell({ capability, outcome: 'fails', note: String(error?.message ?? error).slice(0, 300) });
    }
  }
  process.exit(0);
}

/** 60 records to a topic of six partitions, read by three; one goes, 60 more, read by the two. */
export async function groupOfThree(name, { create, produce, member }) {
  const topic = unique(name);
  await create(topic, 6);
  const members = await Promise.all([1, 2, 3].map(() => member(topic, unique(name))));
  const counts = some => some.map(one => one.count());
  const values = () => new Set(members.flatMap(one => one.values)).size;
  await until(() => counts(members).join() === '2,2,2', 'two partitions for each of three');
  const send = letter =>
    produce(
      topic,
      Array.from({ length: 60 }, (_, i) => `${letter}${i}`),
      { partitions: 6 },
    );
  await send('a');
  await until(() => values() === 60, '60 records for the three');
  await members[0].stop();
  await until(() => counts(members.slice(1)).join() === '3,3', 'three partitions for each of two');
  await send('b');
  await until(() => values() === 120, '120 records');
  for (const one of members.slice(1)) await one.stop();
}

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The address of a listener and its security protocol; MUTUAL is the one that wants a certificate. */
export function listenerOf(name) {
  const address =
    order[
      { PLAINTEXT: 'bootstrap', SASL_PLAINTEXT: 'saslPlaintext', SSL: 'ssl', SASL_SSL: 'saslSsl', MUTUAL: 'mutual' }[
        name
      ]
    ];
  return { address, protocol: name === 'MUTUAL' ? 'SSL' : name };
}

/** The capabilities of security: a round trip over each listener with each mechanism. */
export function secured(roundTrip) {
  const over = (name, listener, mechanism) => [
    name,
    () => roundTrip(name.replaceAll(' ', '-'), { listener, mechanism }),
  ];
  return Object.fromEntries([
    ...['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'].map(name => over(name, 'SASL_PLAINTEXT', name)),
    over('TLS', 'SSL'),
    over('mutual TLS', 'MUTUAL'),
    over('SASL over TLS', 'SASL_SSL', 'SCRAM-SHA-512'),
  ]);
}
