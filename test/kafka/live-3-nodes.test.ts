/** The live specifications on an Apache Kafka of three nodes, where nodes can be killed. */
import { borrowKafka } from '../support/kafka/desk.ts';
import { declareLiveSpecifications } from '../support/live.ts';

const { bootstrap, version, kill, start } = await borrowKafka(3);
await declareLiveSpecifications({
  name: `Apache Kafka ${version}, three nodes`,
  nodes: 3,
  bootstrap,
  faults: { kill, start },
});
