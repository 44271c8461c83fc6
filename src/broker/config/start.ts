/** The configuration that a broker is started with: `--config` and the `config` of startBroker. */

import { Failure } from '../../lib/failure.ts';
import { nearest } from '../../lib/near.ts';
import { brokerKeys, developmentDefaults } from '../config.ts';
import { listenerKeyOf } from './listener-key.ts';
import { checkValue } from './value.ts';

/** Checks what was given and adds the development defaults. Failure with code USAGE names the key and what to do. */
export function startValues(given: Readonly<Record<string, string>>): Map<string, string> {
  const values = new Map(Object.entries(developmentDefaults));
  for (const [name, value] of Object.entries(given)) {
    checkStartValue(name, value);
    values.set(name, value);
  }
  return values;
}

function checkStartValue(name: string, value: string): void {
  const key = brokerKeys.get(name) ?? listenerKeyOf(name);
  if (key === undefined) throw unknownKey(name);
  if (key.setBy !== undefined)
    throw new Failure(`${name} is not set by --config`, { code: 'USAGE', where: name, advice: `use ${key.setBy}` });
  try {
    checkValue(key, value);
  } catch (error) {
    throw new Failure((error as Error).message, { code: 'USAGE', where: name, advice: key.doc, cause: error });
  }
}

function unknownKey(name: string): Failure {
  const near = nearest(name, brokerKeys.keys());
  return new Failure(`${name} is no configuration key that this broker acts upon`, {
    code: 'USAGE',
    where: name,
    advice: [
      ...(near === undefined ? [] : [`did you mean ${near}?`]),
      'the keys it knows are in docs/broker-config.md, or: kafka-configs --describe --all --entity-type brokers',
    ],
  });
}
