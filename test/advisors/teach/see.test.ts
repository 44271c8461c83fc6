/** What the lessons tell people to type does what they say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe.concurrent('mq explain: what it tells to type', () => {
  for (const { id, name, see } of lessons) {
    it(`${id} ${name}`, { timeout: 60_000 }, async () => {
      for (const { run, expect: part } of see) {
        const { output, code } = await stage.type(run);
        expect({ run, output, code }).toMatchObject({ output: expect.stringContaining(part), code: 0 });
      }
    });
  }
});
