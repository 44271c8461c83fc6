/** The live specifications on an Apache Kafka of one node. */
import { borrowKafka } from '../support/kafka/desk.ts';
import { declareLiveSpecifications } from '../support/live.ts';

const { bootstrap, version } = await borrowKafka(1);
await declareLiveSpecifications({ name: `Apache Kafka ${version}, one node`, nodes: 1, bootstrap });
