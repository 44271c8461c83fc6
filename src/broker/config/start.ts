/** The configuration that a broker is started with: `--config`, `--config-file` and what startBroker gets of them. */
import { Failure } from '../../lib/failure.ts';
import { nearest } from '../../lib/near.ts';
import { brokerKeys, developmentDefaults } from '../config.ts';
import type { Log } from '../log-line.ts';
import { disagreement } from './agree.ts';
import { canonical } from './canonical.ts';
import { listenerKeyOf } from './listener-key.ts';
import { isDefault, isIgnored, noEffectProblem } from './no-effect.ts';
import { configSource, type Settings } from './settings.ts';
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
  try {
    checkValue(key, value);
  } catch (error) {
    throw new Failure((error as Error).message, { code: 'USAGE', where: name, advice: key.doc, cause: error });
  }
  const problem = noEffectProblem(key, value);
  if (problem !== undefined) throw new Failure(problem, { code: 'USAGE', where: name, advice: 'leave it out' });
}

/** Failure with code USAGE when values contradict each other. */
export function checkAgreement(settings: Settings): void {
  const problem = disagreement(settings);
  if (problem !== undefined) throw new Failure(problem, { code: 'USAGE', where: 'configuration' });
}

/** Says of each key that was given and has no effect here that it has none. */
export function tellNoEffects(given: Readonly<Record<string, string>>, settings: Settings, log: Log): void {
  for (const [name, value] of Object.entries(given)) {
    const key = brokerKeys.get(name);
    if (key !== undefined && isIgnored(key) && !isDefault(key, value)) settings.tellNoEffect(key, log);
  }
}

/** Says of each value that was given and does not count, because another was set while the broker ran last time. */
export function tellOverridden(given: Readonly<Record<string, string>>, settings: Settings, log: Log): void {
  for (const [name, value] of Object.entries(given)) {
    const key = brokerKeys.get(name);
    const [first] = key === undefined ? [] : settings.valuesOf(key);
    if (key === undefined || first === undefined || first.source === configSource.start) continue;
    if (canonical(key, first.value) === canonical(key, value)) continue;
    const counts = key.type === 'password' ? 'another' : first.value;
    log('warn', `${name} is ${counts}, which was set while the broker ran, and not what it is started with`);
  }
}

function unknownKey(name: string): Failure {
  const near = nearest(name, brokerKeys.keys());
  return new Failure(`${name} is no configuration key of a broker`, {
    code: 'USAGE',
    where: name,
    advice: [
      ...(near === undefined ? [] : [`did you mean ${near}?`]),
      'the keys it knows are in docs/broker-config.md, or: kafka-configs --describe --all --entity-type brokers',
    ],
  });
}
