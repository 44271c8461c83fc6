/** The bundled broker as a process of its own, for tests that kill it: node broker-main.ts '{"dataDir": …}'. Ends when its stdin does. */
import { startBroker } from '../../src/broker/index.ts';

const broker = await startBroker(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`${broker.bootstrap}\n`);
process.stdin.on('end', () => process.exit()).resume();
