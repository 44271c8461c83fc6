/** What the lessons and the rules tell people to type does what they say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../../src/advisors/rules/index.ts';
import { lessons } from '../../../src/advisors/teach/lessons/index.ts';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { demonstrationStage, type Stage } from '../../support/demonstration.ts';

let broker: RunningBroker;
let stage: Stage;
beforeAll(async () => {
  broker = await startTestBroker();
  stage = await demonstrationStage(broker.bootstrap);
});
afterAll(async () => {
  await stage.clear();
  await broker.stop();
});

/** 3 is what doctor and lint end with when they have found something. */
const WORKED = [0, 3];

describe.concurrent('mq explain: what it tells to type', () => {
  for (const { id, name, see } of lessons) {
    it(`${id} ${name}`, { timeout: 60_000 }, async () => {
      for (const { run, expect: part } of see) {
        const { output, code } = await stage.type(run);
        expect({ run, output, code }).toMatchObject({ output: expect.stringContaining(part), code: 0 });
      }
    });
  }

  for (const { id, name, see } of rules) {
    if ('notHere' in see) continue;
    it(`${id} ${name}`, { timeout: 60_000 }, async () => {
      for (const [i, run] of see.entries()) {
        const { output, code } = await stage.type(run);
        const found = i === see.length - 1 ? expect.stringContaining(`${id} ${name}`) : expect.any(String);
        expect({ run, output, code }).toMatchObject({ output: found, code: expect.toBeOneOf(WORKED) });
      }
    });
  }
});
