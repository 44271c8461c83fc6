/** sasl.* of the Java client: mechanism, and user and password out of sasl.jaas.config or librdkafka's own two keys. */
import type { ClusterOptions } from '../kafka/index.ts';
import { UsageError } from './errors.ts';
import type { Settings } from './property-names.ts';

type Sasl = NonNullable<ClusterOptions['sasl']>;

const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const modules = { PLAIN: 'PlainLoginModule', SCRAM: 'ScramLoginModule' };

export function saslOf(settings: Settings, protocol: string): Sasl {
  const given = settings.get('sasl.mechanism') ?? settings.get('sasl.mechanisms');
  const name = given?.value.toUpperCase();
  const mechanism = mechanisms.find(each => each === name);
  if (!mechanism) {
    const why = given
      ? `"${given.value}" is not supported yet`
      : "is missing, and Java's default GSSAPI is not supported yet";
    throw new UsageError(`sasl.mechanism ${why}`, {
      code: 'UNSUPPORTED',
      where: given?.where ?? `security.protocol=${protocol}`,
      advice: `one of ${mechanisms.join(', ')}`,
    });
  }
  const jaas = settings.get('sasl.jaas.config');
  const options = jaas ? loginOptions(jaas.value, mechanism, jaas.where) : {};
  const username = settings.get('sasl.username')?.value ?? options.username;
  const password = settings.get('sasl.password')?.value ?? options.password;
  if (!username || password === undefined) {
    throw new UsageError(`${mechanism} needs a user and a password`, {
      where: jaas?.where ?? given!.where,
      advice: `sasl.jaas.config=org.apache.kafka.common.security.${mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule'} required username="…" password="…";`,
    });
  }
  return { mechanism, username, password };
}

/** `Module required key="value" …;` — the JAAS subset that Kafka's JaasConfig accepts. */
function loginOptions(jaas: string, mechanism: Sasl['mechanism'], where: string): Record<string, string> {
  const [, module = '', rest = ''] =
    /^\s*([\w.$]+)\s+(?:required|requisite|sufficient|optional)\b([\s\S]*?);\s*$/i.exec(jaas) ?? [];
  if (!module) {
    throw new UsageError('sasl.jaas.config does not read as LoginModule required key="value" …;', {
      where,
      advice: 'mind the semicolon at its end, and quotes around the values',
    });
  }
  const wanted = mechanism === 'PLAIN' ? modules.PLAIN : modules.SCRAM;
  if (!module.endsWith(wanted)) {
    throw new UsageError(
      `sasl.jaas.config names ${module.split('.').at(-1)}, which is not the ${wanted} of ${mechanism}`,
      { where },
    );
  }
  const options: Record<string, string> = {};
  for (const [, key, quoted, single, bare] of rest.matchAll(
    /([\w.]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s;]+))/g,
  )) {
    options[key!] = (quoted ?? single ?? bare ?? '').replaceAll(/\\(.)/g, '$1');
  }
  if (options.tokenauth === 'true') {
    throw new UsageError('sasl.jaas.config: delegation tokens (tokenauth) are not supported yet', {
      code: 'UNSUPPORTED',
      where,
    });
  }
  return options;
}
