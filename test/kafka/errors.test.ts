import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { errors } from '../../src/protocol/errors.ts';
import { classPath, kafkaHome, requireJava } from '../support/kafka/home.ts';

/** The table for Kafka's documentation, which its Errors.java prints when it is run. */
async function documented(): Promise<{ name: string; code: number; retriable: boolean }[]> {
  await requireJava();
  const errorsClass = 'org.apache.kafka.common.protocol.Errors';
  const { stdout } = await promisify(execFile)('java', ['-cp', classPath(await kafkaHome()), errorsClass]);
  return [...stdout.matchAll(/<tr><td>(\w+)<\/td><td>(-?\d+)<\/td><td>(True|False)<\/td>/g)].map(
    ([, name, code, retriable]) => ({ name: name!, code: Number(code), retriable: retriable === 'True' }),
  );
}

it('the errors have the names, codes and retriability of Kafka', async () => {
  const ours = Object.values(errors).map(({ name, code, retriable }) => ({ name, code, retriable }));
  const kafkas = await documented();
  expect(kafkas.length).toBeGreaterThan(100);
  expect(ours).toEqual(kafkas);
});
