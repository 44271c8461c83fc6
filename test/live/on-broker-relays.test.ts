/** The live specifications on the bundled broker: drain, replay, plan. */
import { afterAll } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { declareLiveSpecifications } from '../support/live.ts';

const broker = await startTestBroker();
afterAll(() => broker.stop());

await declareLiveSpecifications({ name: 'the bundled broker', nodes: 1, bootstrap: broker.bootstrap }, 'relays');
